#!/usr/bin/env bash
# Build what Linux users install: wheels, a folder, a .deb and an AppImage, in dist/. Everything native is made inside
# Debian 12, so that it runs there and on all that is newer. Needs root and debootstrap (its chroot), the network for
# Debian's packages and the package index, and an hour on two cores the first time.
# NATIVE names the native parts that an earlier run has made (its src/native/out), to be taken in place of compiling them.
#   packages.sh [tools] [chroot] [native] [wheels] [folder] [deb] [appimage]     (all when none is named)
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$PWD/dist build=$PWD/build/packages
chroot=${CHROOT:-$build/debian-12}
native=${NATIVE:-$chroot/src/native/out}
python=$build/tools/bin/python
newest=${NEWEST_PYTHON:-python3.13}
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
mkdir -p "$out" "$build"

inside() { chroot "$chroot" env -i PATH=/usr/bin:/bin HOME=/root SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)" "$@"; }

make_tools() { # what is missing on this machine is named before an hour is spent; then the tools of build-tools.lock
    local missing=()
    for program in debootstrap mksquashfs dpkg-deb "$newest"; do
        command -v "$program" >/dev/null || missing+=("$program")
    done
    [ ${#missing[@]} -eq 0 ] || { echo "not on this machine: ${missing[*]}" >&2; exit 2; }
    [ "$(id -u)" -eq 0 ] || { echo "chroot needs root" >&2; exit 2; }
    local headers; headers=$("$newest" -c 'import sysconfig; print(sysconfig.get_paths()["include"])')
    [ -f "$headers/Python.h" ] || { echo "no headers of $newest in $headers" >&2; exit 2; }
    "$newest" -m venv --clear "$build/tools"
    "$python" -m pip install -q --require-hashes -r packaging/build-tools.lock
}

make_chroot() { # Debian 12 with compilers, and with the libraries of the window system that a bundle brings along
    [ -x "$chroot/usr/bin/cmake" ] || debootstrap --variant=minbase --include=ca-certificates,python3,python3-venv,python3-dev,gcc,g++,cmake,ninja-build,binutils,libegl1,libgl1,libdbus-1-3,libfontconfig1,libglib2.0-0,libxkbcommon0,libxcb-cursor0,libxcb-icccm4,libxcb-image0,libxcb-keysyms1,libxcb-randr0,libxcb-render-util0,libxcb-shape0,libxcb-xkb1,libxkbcommon-x11-0 \
        bookworm "$chroot" "$mirror"
    cp -L /etc/resolv.conf "$chroot/etc/"
    cp -L /etc/ssl/certs/ca-certificates.crt "$chroot/etc/ssl/certs/"
    mkdir -p "$chroot/src"
}

lay_python_headers() { # Debian keeps the part that depends on the processor apart, and includes it by its place beneath "include"
    local headers multiarch
    read -r headers multiarch < <("$newest" -c 'import sysconfig; print(sysconfig.get_paths()["include"], sysconfig.get_config_var("MULTIARCH") or "")')
    cp -r "$headers" "$1"
    local apart; apart=$(dirname "$headers")/$multiarch/$(basename "$headers")
    [ -z "$multiarch" ] || [ ! -d "$apart" ] || { mkdir -p "$1/$multiarch" && cp -r "$apart" "$1/$multiarch/"; }
}

build_native() { # llama.cpp for every processor; the synthesiser's binding for the Python that has no wheel of it
    [ -z "${NATIVE:-}" ] || { echo "taken from $NATIVE"; return; }
    # Half an hour's work, so it is done again only when what goes into it has changed.
    local made_of; made_of=$(cat packaging/linux/native_parts.sh packaging/linux/tuning.cmake packaging/build-tools.lock \
        <("$python" packaging/carriers.py --locked) | sha256sum)
    [ "$(cat "$chroot/src/native/made-of" 2>/dev/null)" != "$made_of" ] || { echo "nothing has changed"; return; }
    # Sources of the same versions stay with their times, so that an interrupted run is taken up where it was.
    local sources; sources=$("$python" packaging/carriers.py --locked | sha256sum)
    if [ "$(cat "$chroot/src/native/sources-of" 2>/dev/null)" != "$sources" ]; then
        rm -rf "$chroot/src/native" "$build/sources" && mkdir -p "$chroot/src/native"
        "$python" packaging/carriers.py --sources "$build/sources"
        cp -r "$build/sources/." "$chroot/src/native/"
        echo "$sources" >"$chroot/src/native/sources-of"
    fi
    rm -rf "$chroot"/src/native/{out,pybind11,python}
    cp packaging/linux/native_parts.sh packaging/linux/tuning.cmake "$chroot/src/native/"
    cp -r "$("$python" -c 'import pybind11; print(pybind11.get_include())')" "$chroot/src/native/pybind11"
    lay_python_headers "$chroot/src/native/python"
    local suffix; suffix=$("$newest" -c 'import sysconfig; print(sysconfig.get_config_var("EXT_SUFFIX")[1:])')
    inside PYBIND11_INCLUDE=/src/native/pybind11 BUILD=/src/native/build ${JOBS:+JOBS=$JOBS} bash /src/native/native_parts.sh \
        /src/native/llama-cpp-python /src/native/tinysoundfont /src/native/out "/src/native/python=$suffix"
    echo "$made_of" >"$chroot/src/native/made-of"
}

build_wheels() {
    rm -f "$out"/songwright*.whl
    "$python" packaging/carriers.py --out "$out" --model --sound --binding "$native"/sound/* --llama "$native/llama"
    "$python" -m pip wheel -q --no-deps --no-build-isolation -w "$out" .
}

build_folder() { # frozen inside Debian 12 from the wheels alone, as a user would install them
    rm -rf "$chroot/src/wheels" "$chroot/src/packaging" && mkdir -p "$chroot/src/wheels"
    cp "$out"/songwright*.whl "$chroot/src/wheels/"
    cp -r packaging LICENSE LICENSES.md THIRD-PARTY-LICENSES.txt "$chroot/src/"
    inside python3 -m venv --clear /src/venv
    inside /src/venv/bin/pip install -q --find-links /src/wheels songwright -r /src/packaging/freeze.in
    inside /src/venv/bin/pyinstaller --noconfirm --log-level WARN --distpath /src/frozen --workpath /src/freeze \
        /src/packaging/songwright.spec
    rm -rf "$build/songwright" && cp -r "$chroot/src/frozen/songwright" "$build/songwright"
    tar -C "$build" -czf "$out/songwright-$version-linux-x86_64.tar.gz" songwright
}

share() { # the desktop's files, beneath a folder named usr or the like
    install -Dm644 packaging/linux/songwright.desktop "$1/share/applications/songwright.desktop"
    install -Dm644 packaging/linux/songwright-mime.xml "$1/share/mime/packages/songwright.xml"
    install -Dm644 packaging/linux/songwright.svg "$1/share/icons/hicolor/scalable/apps/songwright.svg"
    install -Dm644 packaging/linux/songwright.1 "$1/share/man/man1/songwright.1"
    gzip -9nf "$1/share/man/man1/songwright.1"
}

build_deb() {
    local tree=$build/deb
    rm -rf "$tree" && mkdir -p "$tree/opt" "$tree/usr/bin" "$tree/DEBIAN" "$tree/usr/share/doc/songwright"
    cp -r "$build/songwright" "$tree/opt/songwright"
    share "$tree/usr"
    for program in songwright songwright-worker; do ln -s "/opt/songwright/$program" "$tree/usr/bin/$program"; done
    cp LICENSES.md THIRD-PARTY-LICENSES.txt CHANGELOG.md "$tree/usr/share/doc/songwright/"
    cp LICENSE "$tree/usr/share/doc/songwright/copyright"
    sed -e "s/@VERSION@/$version/" -e "s/@SIZE@/$(du -sk "$tree" | cut -f1)/" packaging/linux/deb-control \
        >"$tree/DEBIAN/control"
    install -m755 packaging/linux/deb-postinst "$tree/DEBIAN/postinst"
    install -m755 packaging/linux/deb-postinst "$tree/DEBIAN/postrm"
    dpkg-deb --root-owner-group -Zzstd -b "$tree" "$out/songwright_${version}_amd64.deb"
}

build_appimage() { # a runtime with a squashfs behind it, which no index has: RUNTIME_SOURCE names a checkout of it
    local tree=$build/AppDir
    rm -rf "$tree" && mkdir -p "$tree/usr/lib"
    cp -r "$build/songwright" "$tree/usr/lib/songwright"
    share "$tree/usr"
    cp packaging/linux/songwright.desktop packaging/linux/songwright.svg "$tree/"
    install -m755 packaging/linux/AppRun "$tree/AppRun"
    mksquashfs "$tree" "$build/songwright.squashfs" -root-owned -noappend -comp zstd -quiet
    if [ -z "${RUNTIME_SOURCE:-}" ]; then
        echo "no AppImage: set RUNTIME_SOURCE to a checkout of github.com/AppImage/type2-runtime; made $build/songwright.squashfs"
        return
    fi
    packaging/linux/appimage_runtime.sh "$RUNTIME_SOURCE" "$build/runtime" "$build/debian-13"
    cat "$build/runtime" "$build/songwright.squashfs" >"$out/Songwright-$version-x86_64.AppImage"
    chmod +x "$out/Songwright-$version-x86_64.AppImage"
}

mounted() { # the chroot's /proc, for as long as this script runs
    mountpoint -q "$chroot/proc" || { mkdir -p "$chroot/proc" && mount --bind /proc "$chroot/proc"; }
    trap 'umount "$chroot/proc"' EXIT
}

stages=("$@")
[ $# -gt 0 ] || stages=(tools chroot native wheels folder deb appimage)
for stage in "${stages[@]}"; do
    echo "== $stage"
    case $stage in
        tools) make_tools ;;
        chroot) make_chroot ;;
        native) mounted; build_native ;;
        wheels) build_wheels ;;
        folder) mounted; build_folder ;;
        deb) build_deb ;;
        appimage) build_appimage ;;
        *) echo "no stage of that name: $stage" >&2; exit 2 ;;
    esac
done
