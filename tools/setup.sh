# Sourced by ./run and ./test: installs what is missing and builds.  Idempotent; offline once done.

# libgmime is for the tests of the mail reader; cairo and fontconfig are for the sample case.
packages_build='gcc libc6-dev meson ninja-build pkg-config python3 libsodium-dev libssl-dev libzstd-dev
libseccomp-dev libutf8proc-dev zlib1g-dev libexif-dev nettle-dev libarchive-dev liblzma-dev libbz2-dev libyajl-dev libharfbuzz-dev libfribidi-dev libunibreak-dev libpng-dev libjpeg-dev libwebp-dev libmicrohttpd-dev libcairo2-dev
libgmime-3.0-dev libfontconfig-dev libcmocka-dev tzdata fonts-noto-core fonts-noto-mono fonts-noto-cjk
fonts-noto-color-emoji ca-certificates'
packages_test='clang libclang-rt-14-dev lld clang-tidy clang-format openssl coreutils git poppler-utils qpdf zip unzip zstd
chromium'

is_installed() {
	dpkg-query -W -f='${db:Status-Status}\n' "$1" 2>/dev/null | grep -q '^installed$'
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null 2>&1; then
		sudo "$@"
	else
		echo "These Debian packages are missing and need an administrator to install them:" >&2
		echo "  apt-get install $missing" >&2
		exit 1
	fi
}

install_missing() {
	missing=
	for package in "$@"; do
		is_installed "$package" || missing="$missing $package"
	done
	[ -n "$missing" ] || return 0
	echo "Installing:$missing" >&2
	export DEBIAN_FRONTEND=noninteractive
	as_root apt-get update -qq
	# shellcheck disable=SC2086
	as_root apt-get install -y -qq --no-install-recommends $missing >&2
}

# The encrypted SQLite comes through npm, pinned by lock file and SHA-256 (tools/deps).
setup_sqlite() {
	[ -f .cache/sqlite/sqlite3.c ] && [ -f .cache/sqlite/sqlite3.h ] && return 0
	command -v npm >/dev/null 2>&1 || install_missing nodejs npm
	tools/fetch-sqlite
}

# The second reader of the tests and what drives a browser run in node, from the same lock file.
setup_test_modules() {
	command -v npm >/dev/null 2>&1 || install_missing nodejs npm
	tools/fetch-test-modules
}

setup_packages() {
	# shellcheck disable=SC2086
	install_missing $packages_build
	# shellcheck disable=SC2086
	[ "${1-}" != test ] || install_missing $packages_test
	setup_sqlite
	[ "${1-}" != test ] || setup_test_modules
}

# setup_build FOLDER [meson option …]
setup_build() {
	folder=$1
	shift
	setup_packages
	[ -f "$folder/build.ninja" ] || meson setup "$folder" -Dwerror=true "$@" >&2
	ninja -C "$folder" >"$folder/last-build.log" 2>&1 || {
		tail -n 40 "$folder/last-build.log" >&2
		echo "The build failed; the whole log is $folder/last-build.log" >&2
		exit 1
	}
}
