; Inno Setup: an installer for one user, without administrator's rights. Songs and settings stay when it is removed.
[Setup]
AppName=Songwright
AppVersion=0.1.0
AppPublisher=The Songwright developers
DefaultDirName={localappdata}\Programs\Songwright
DefaultGroupName=Songwright
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ChangesAssociations=yes
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=songwright-0.1.0-windows-x86_64
Compression=lzma2
SolidCompression=yes

[Files]
Source: "..\..\build\packages\songwright\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\Songwright"; Filename: "{app}\songwright.exe"

[Registry]
Root: HKCU; Subkey: "Software\Classes\.songwright"; ValueType: string; ValueData: "Songwright.Song"; Flags: uninsdeletevalue
Root: HKCU; Subkey: "Software\Classes\Songwright.Song"; ValueType: string; ValueData: "Songwright song"; Flags: uninsdeletekey
Root: HKCU; Subkey: "Software\Classes\Songwright.Song\shell\open\command"; ValueType: string; ValueData: """{app}\songwright.exe"" ""%1"""

[Run]
Filename: "{app}\songwright.exe"; Description: "Open Songwright"; Flags: postinstall nowait skipifsilent
