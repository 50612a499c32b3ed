package io.github.dmu4j.method;

/**
 * What a method needs before it can start; checked with all other problems of a plan, before anything is computed.
 *
 * @param oldModel whether an old model is needed at all
 * @param oldClassifier whether the old model must come with its classifier (TorchScript and ONNX files have none)
 * @param equalDimensions whether old and new embeddings must have one dimension
 */
public record Requirements(boolean oldModel, boolean oldClassifier, boolean equalDimensions) {
    /** Nothing is needed. */
    public static final Requirements NONE = new Requirements(false, false, false);

    /** An old model, of any kind and dimension. */
    public static final Requirements OLD_MODEL = new Requirements(true, false, false);
}
