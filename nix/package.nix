# SPDX-License-Identifier: GPL-3.0-or-later
# Switchyard as a Nix package: pkgs.callPackage ./nix/package.nix { }. The checks of this repository cannot build it, for
# want of the real nixpkgs; what they hold is that it parses.
{
  lib,
  stdenv,
  cmake,
  kdePackages,
  libssh,
  ninja,
  openssl,
  pkg-config,
  qt6,
  tl-expected,
  yaml-cpp,
}:
stdenv.mkDerivation {
  pname = "switchyard";
  version = "0.1.0";

  src = lib.fileset.toSource {
    root = ../.;
    fileset = lib.fileset.unions [
      ../CMakeLists.txt
      ../gui
      ../model
      ../nixgen
      ../remote
      ../resources
      ./modules
    ];
  };

  nativeBuildInputs = [
    cmake
    ninja
    pkg-config
    qt6.wrapQtAppsHook
  ];
  buildInputs = [
    kdePackages.syntax-highlighting
    libssh
    openssl
    qt6.qtbase
    qt6.qtcharts
    qt6.qtsvg
    tl-expected
    yaml-cpp
  ];
  cmakeFlags = [
    "-DBUILD_TESTING=OFF"
    "-DSWITCHYARD_REQUIRE_KSYNTAXHIGHLIGHTING=ON"
  ];

  # The programs carry their resources; there is nothing else to install.
  installPhase = ''
    runHook preInstall
    install -Dm755 -t $out/bin bin/switchyard bin/switchyardctl
    runHook postInstall
  '';

  meta = {
    description = "Design, deploy and watch a NixOS fleet on one canvas";
    license = lib.licenses.gpl3Plus;
    mainProgram = "switchyard";
    platforms = lib.platforms.linux;
  };
}
