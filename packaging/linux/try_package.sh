#!/usr/bin/env bash
# Try the .deb as a stranger would: a bare Debian, no compiler, no Python, no network, an ordinary user, a screen.
#   try_package.sh RELEASE DEB OUT     (bookworm or trixie; root; OUT gets a log, pictures of the window and the song)
# Prints what each step took, in seconds of the clock and of the processor: the latter hardly depend on what else the
# machine does. Fails when a step does, or when removing the package takes the user's songs along.
set -euo pipefail
release=$1 deb=$(readlink -f "$2") out=$3
root=${CHROOT:-/tmp/songwright-try-$release}
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
mkdir -p "$out"

[ -x "$root/usr/bin/Xvfb" ] || debootstrap --variant=minbase --include=xvfb,imagemagick "$release" "$root" "$mirror"
cp -L /etc/resolv.conf "$root/etc/"
cp "$deb" "$root/tmp/songwright.deb"
cat >"$root/tmp/as_root.sh" <<'END'
set -eu
export DEBIAN_FRONTEND=noninteractive TIMEFORMAT="%R s (%U + %S of the processor)"
for tool in gcc cc python3; do ! command -v $tool || { echo "not bare: $tool"; exit 1; }; done
dpkg --purge songwright >/dev/null 2>&1 || true
rm -rf /home/writer && { id writer >/dev/null 2>&1 || useradd writer; } && install -d -o writer /home/writer
apt-get update -qq
time apt-get install -y -qq /tmp/songwright.deb >/tmp/install.log 2>&1 || { tail -5 /tmp/install.log; exit 1; }
echo "installed; $(du -sm /opt/songwright | cut -f1) MB"
END
cat >"$root/tmp/as_writer.sh" <<'END'
set -eu
cd /home/writer
export HOME=/home/writer LANG=C.UTF-8 PATH=/usr/bin:/bin DISPLAY=:77 TIMEFORMAT="%R s (%U + %S of the processor)"
echo "load $(cut -d' ' -f1-3 /proc/loadavg)"
Xvfb :77 -screen 0 1280x800x24 >/dev/null 2>&1 &
screen=$!
trap 'kill $screen' EXIT
sleep 2
time songwright song "first snow on the harbour" --seed 5 --out songs -q
echo "the first song; the second:"
time songwright song "the last bus home" --seed 6 --out more -q
songwright --self-test --picture /home/writer/start.png
songwright "$(ls songs/*.songwright | head -1)" &
window=$!
sleep "${LOOK:-30}"
import -window root /home/writer/song.png
kill $window
wait $window || true
END
# The program's own processes see no network at all; mounts end with their namespace.
chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin bash /tmp/as_root.sh 2>&1 | tee "$out/$release.log"
cp "$root/tmp/as_writer.sh" "$root/home/writer/try.sh"
unshare -m -n sh -ec "mount -t proc proc '$root/proc'; exec chroot --userspec=writer:writer '$root' env -i ${LOOK:+LOOK=$LOOK} bash /home/writer/try.sh" \
    2>&1 | tee -a "$out/$release.log"
cp "$root"/home/writer/*.png "$root"/home/writer/songs/* "$out/"
chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive apt-get remove -y -qq songwright >/dev/null 2>&1
[ ! -e "$root/opt/songwright/songwright" ] || { echo "the program is still there"; exit 1; }
ls "$root"/home/writer/songs/*.songwright >/dev/null
echo "removed; the songs are there" | tee -a "$out/$release.log"
