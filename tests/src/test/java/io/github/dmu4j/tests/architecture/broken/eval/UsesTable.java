package io.github.dmu4j.tests.architecture.broken.eval;

import tech.tablesaw.api.Table;

final class UsesTable {
    Table forbidden;
}
