@echo off
rem Checks a sealed file without network, database or keys: verify FILE [--cert FILE]... [--json] [--data FOLDER]
setlocal
set PROGRAM=%~dp0Trust.Gateway.dll
if not exist "%PROGRAM%" set PROGRAM=%~dp0Trust.Gateway\bin\Release\net10.0\Trust.Gateway.dll
if not exist "%PROGRAM%" set PROGRAM=%~dp0Trust.Gateway\bin\Debug\net10.0\Trust.Gateway.dll
if not exist "%PROGRAM%" (
  dotnet build "%~dp0Trust.Gateway" -c Release --nologo -v quiet 1>&2 || exit /b 70
  set PROGRAM=%~dp0Trust.Gateway\bin\Release\net10.0\Trust.Gateway.dll
)
dotnet "%PROGRAM%" verify %*
