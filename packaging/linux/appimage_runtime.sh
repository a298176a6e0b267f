#!/usr/bin/env bash
# Compile the program in front of an AppImage's files, which mounts them (or unpacks them, --appimage-extract-and-run).
#   appimage_runtime.sh SOURCE OUT CHROOT     (SOURCE: a checkout of github.com/AppImage/type2-runtime; root)
# Its makers compile libfuse and squashfuse too; Debian 13 has both ready to be linked into one file that needs nothing
# of the system, so it is compiled in a chroot of it, which is made when it is not there.
set -euo pipefail
source=$1 out=$2 root=$3
if [ ! -e "$root/usr/lib/x86_64-linux-gnu/libsquashfuse_ll.a" ]; then
    # debootstrap does not find by itself what these packages need.
    [ -x "$root/usr/bin/apt-get" ] || debootstrap --variant=minbase trixie "$root" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}"
    cp -L /etc/resolv.conf "$root/etc/"
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive sh -ec "apt-get update -qq
        apt-get install -y -qq --no-install-recommends gcc libc6-dev libsquashfuse-dev libfuse3-dev libzstd-dev zlib1g-dev \
            liblzma-dev liblz4-dev >/dev/null"
fi
rm -rf "$root/src" && mkdir -p "$root/src/squashfuse"
cp "$source"/src/runtime/{runtime.c,data_sections.ld} "$root/src/"
# What runtime.c calls of squashfuse 0.5.2 and Debian's package leaves out of its headers.
cat >"$root/src/squashfuse/fuseprivate.h" <<'END'
#include <fuse_lowlevel.h>
#include <squashfuse/squashfuse.h>
typedef struct {
    char* progname;
    const char* image;
    const char* subdirectory;
    int mountpoint;
    size_t offset;
    unsigned int idle_timeout_secs;
    int uid, gid;
} sqfs_opts;
void sqfs_usage(char* program, bool of_fuse, bool of_low_level);
int sqfs_opt_proc(void* data, const char* argument, int key, struct fuse_args* rest);
END
# LZO's library is under the GPL, and nothing of ours is packed with it.
cat >"$root/src/no_lzo.c" <<'END'
int lzo1x_decompress_safe(void) { return -1; }
END
commit=$(git -C "$source" rev-parse --short HEAD 2>/dev/null || echo unknown)
chroot "$root" env -i PATH=/usr/bin:/bin HOME=/root sh -ec "cd /src
    gcc -std=gnu99 -Os -D_FILE_OFFSET_BITS=64 -DFUSE_USE_VERSION=32 '-DGIT_COMMIT=\"$commit\"' \
        -I. -I/usr/include/squashfuse -I/usr/include/fuse3 -w \
        -ffunction-sections -fdata-sections -Wl,--gc-sections -T data_sections.ld -static runtime.c no_lzo.c -o runtime \
        -lsquashfuse_ll -lsquashfuse -lfuse3 -lzstd -lz -llzma -llz4 -lpthread 2>link.log || { cat link.log; exit 1; }
    strip --strip-unneeded runtime"
# The mark of a type-2 AppImage in the ELF header's padding.
printf 'AI\002' | dd of="$root/src/runtime" bs=1 seek=8 conv=notrunc status=none
install -m 755 "$root/src/runtime" "$out"
