@echo off
rem The launcher of dmu4j for Windows; the one for Unix is the script dmu. Not tested: see docs\decisions\0003-launcher.md.
setlocal EnableExtensions
set "ROOT=%~dp0"
set "JAR=%ROOT%kernel\bridge\target\dmu4j-kernel.jar"
set "CLASS_PATH_FILE=%ROOT%kernel\bridge\target\classpath"

if not defined JAVA_HOME (
    echo dmu: set JAVA_HOME to a JDK, 17 or later 1>&2
    exit /b 1
)
if not exist "%JAVA_HOME%\bin\javac.exe" (
    echo dmu: JAVA_HOME is %JAVA_HOME%, which has no bin\javac.exe: a JDK is needed, not only a JRE 1>&2
    exit /b 1
)

if "%~1"=="test" goto test
if exist "%JAR%" if exist "%CLASS_PATH_FILE%" goto start

rem Unlike the script for Unix this does not notice changed sources: mvnw package builds again.
echo dmu: building, once 1>&2
pushd "%ROOT%"
call mvnw.cmd -B -q -ntp -Dmaven.test.skip=true -pl kernel/bridge -am package 1>&2
set "STATUS=%ERRORLEVEL%"
popd
if not "%STATUS%"=="0" exit /b 1

:start
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=passive"
if not defined DJL_OFFLINE set "DJL_OFFLINE=true"
if not defined OPT_OUT_TRACKING set "OPT_OUT_TRACKING=true"
rem The class path is longer than a command line may be, so it goes through the environment.
for /f "usebackq delims=" %%L in ("%CLASS_PATH_FILE%") do set "DEPENDENCIES=%%L"
set "CLASSPATH=%JAR%;%DEPENDENCIES%"
set "HEAP=-Xmx700m"
if "%~1"=="run" set "HEAP="
if "%~1"=="shell" set "HEAP="
if "%~1"=="upgrade" set "HEAP="
"%JAVA_HOME%\bin\java.exe" "-Ddmu.root=%ROOT%." -Dfile.encoding=UTF-8 --add-exports java.base/jdk.internal.module=ALL-UNNAMED %HEAP% %DMU_JVM_OPTS% io.github.dmu4j.bridge.launcher.Main %*
exit /b %ERRORLEVEL%

:test
pushd "%ROOT%"
call mvnw.cmd -B -ntp -Pchecks --fail-at-end verify
set "STATUS=%ERRORLEVEL%"
popd
exit /b %STATUS%
