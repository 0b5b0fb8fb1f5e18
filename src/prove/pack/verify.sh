#!/bin/sh
# Checks the pack this file came in, with sh, awk, sha256sum and openssl alone:
#
#     sh proof/verify.sh          everything but long readings
#     sh proof/verify.sh all      everything (some minutes for ten thousand messages)
#
# It came with the pack, so whoever made the pack made it too: proof/format.txt says what it does, in
# enough detail to do the same with other tools, and an independent copy is better.
# Ends with 0: all of it holds; 1: something does not; 3: something could not be checked here.
set -u
LC_ALL=C
export LC_ALL
umask 077
long=2000 # lines of a reading that are checked without being asked
[ "${1-}" = all ] && long=999999999
problems=0
unchecked=0

cd "$(dirname "$0")/.." || exit 3
for tool in awk cmp find head od openssl sha256sum sort tail; do
	command -v "$tool" >/dev/null 2>&1 || { echo "$tool is not to be had here"; exit 3; }
done
work=$(mktemp -d) || exit 3
trap 'rm -rf "$work"' EXIT

problem() { problems=$((problems + 1)); printf 'PROBLEM: %s\n' "$*"; }
unchecked() { unchecked=$((unchecked + 1)); printf 'not checked here: %s\n' "$*"; }
hash() { sha256sum | cut -c 1-64; }
hex_of_base64() { openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n'; }
# Hex on standard input as bytes: awk writes octal escapes, printf turns them into bytes.
bytes_of_hex() {
	# shellcheck disable=SC2059 # the format is made of octal escapes and nothing else
	printf "$(awk '{ digits = "0123456789abcdef"
		for (i = 1; i < length($0); i += 2) {
			high = index(digits, substr($0, i, 1)) - 1
			low = index(digits, substr($0, i + 1, 1)) - 1
			printf "\\%03o", 16 * high + low } }')"
}
node() { { printf '\001'; echo "$1$2" | bytes_of_hex; } | hash; }

# --- files: every file is in a list, every line of a list is true -------------------------------
files() {
	for list in manifest-sha256.txt tagmanifest-sha256.txt; do
		sha256sum --strict --quiet -c "$list" >"$work/out" 2>&1 ||
			problem "files: $list: $(head -n 3 "$work/out" | tr '\n' ' ')"
	done
	cut -c 67- manifest-sha256.txt tagmanifest-sha256.txt | sort >"$work/listed"
	find . -type f | cut -c 3- | grep -v -x tagmanifest-sha256.txt | sort >"$work/found"
	cmp -s "$work/listed" "$work/found" ||
		problem "files: some are here and not listed, or listed twice, or not here"
	[ -z "$(find . ! -type f ! -type d)" ] || problem "files: a link or a special file is here"
	echo "files: $(wc -l <"$work/listed" | tr -d ' ') in the lists"
}

# --- the head of a log: signed by its key in this pack ------------------------------------------
# The log the pack stands in is in proof/; another one, of an earlier or another device or of somebody
# who handed over what they saw, in proof/1/, proof/2/ and so on, its entries in data/entries/1-...
head_of_log() { # its folder in proof
	head -n 3 "$1/checkpoint.txt" | cmp -s - "$1/checkpoint-body.txt" ||
		problem "log: $1/checkpoint-body.txt is not the text of checkpoint.txt"
	if ! openssl pkeyutl -help 2>&1 | grep -q rawin; then
		unchecked "the signature (this openssl is too old)"
	elif ! openssl pkeyutl -verify -pubin -inkey "$1/log.pub.pem" -rawin \
		-in "$1/checkpoint-body.txt" -sigfile "$1/checkpoint-sig.bin" >/dev/null 2>&1; then
		problem "log: the signature in $1 does not hold"
	fi
	size=$(sed -n 2p "$1/checkpoint-body.txt")
	root=$(sed -n 3p "$1/checkpoint-body.txt" | hex_of_base64)
	code=$(openssl dgst -sha256 -binary "$1/checkpoint-body.txt" | head -c 15 | base32_lower)
	echo "log: $size entries at most; head code $code"
}
base32_lower() {
	od -An -v -tu1 | awk '{ for (i = 1; i <= NF; i++) { v = v * 256 + $i; bits += 8
		while (bits >= 5) { bits -= 5; d = int(v / 2 ^ bits); v -= d * 2 ^ bits
			printf "%s%s", substr("abcdefghijklmnopqrstuvwxyz234567", d + 1, 1),
			    ++n % 4 == 0 ? " " : "" } } }'
}

# --- entries: shown fields belong to them, and they stand in the log ----------------------------
fields() { # folder
	for field in "$1"/f*.txt; do
		[ -e "$field" ] || continue
		name=${field##*/}
		slot=${name#f}
		slot=${slot%%-*}
		word=${name#f??-}
		[ "$(sed -n 2p "$field")" = "${word%.txt}" ] ||
			problem "entries: $field is not the field its name says"
		[ "$(hash <"$field")" = "$(awk -v n="$slot" 'NR == n + 2' "$1/entry.txt")" ] ||
			problem "entries: $field was changed"
	done
}
inclusion() { # entry number, leaf, proof file
	fn=$1
	sn=$((size - 1))
	at=$2
	if [ "$1" -ge "$size" ] || [ "$(sed -n 2p "$3")" != "index $1" ]; then
		problem "log: $3 is about another entry"
		return
	fi
	sed '1,2d;/^$/,$d' "$3" >"$work/path"
	while read -r line; do
		side=$(echo "$line" | hex_of_base64)
		[ "$sn" -ne 0 ] || { at=none; break; }
		if [ $((fn % 2)) -eq 1 ] || [ "$fn" -eq "$sn" ]; then
			at=$(node "$side" "$at")
			while [ $((fn % 2)) -eq 0 ] && [ "$fn" -ne 0 ]; do
				fn=$((fn / 2))
				sn=$((sn / 2))
			done
		else
			at=$(node "$at" "$side")
		fi
		fn=$((fn / 2))
		sn=$((sn / 2))
	done <"$work/path"
	if [ "$sn" -ne 0 ] || [ "$at" != "$root" ]; then
		problem "log: entry $1 is not in the log"
	fi
	sed '1,/^$/d' "$3" | cmp -s - "${3%/*}/checkpoint.txt" ||
		problem "log: $3 stands on another head"
}
entries() { # the log's folder in proof, what stands before the numbers of its entries
	count=0
	for folder in data/entries/"$2"[0-9]*; do
		[ -d "$folder" ] || continue
		bare=${folder##*/}
		bare=${bare#"$2"}
		case $bare in *-*) continue ;; esac
		count=$((count + 1))
		number=$(echo "$bare" | sed 's/^0*\([0-9]\)/\1/')
		if [ "$(head -n 1 "$folder/entry.txt")" != "daybook entry v1" ] ||
			[ "$(wc -l <"$folder/entry.txt")" -ne 17 ]; then
			problem "entries: $folder/entry.txt is not an entry"
		fi
		fields "$folder"
		leaf=$({ printf '\000'; cat "$folder/entry.txt"; } | hash)
		if [ -f "$1/$bare.tlog-proof" ]; then
			inclusion "$number" "$leaf" "$1/$bare.tlog-proof"
		else
			problem "log: there is no proof for entry $number"
		fi
	done
	echo "entries: $count"
	all=$((all + count))
}
logs() {
	all=0
	head_of_log proof
	entries proof ""
	for folder in proof/[0-9]*/; do
		[ -d "$folder" ] || continue
		folder=${folder%/}
		head_of_log "$folder"
		entries "$folder" "${folder##*/}-"
	done
	[ "$all" -eq "$(find data/entries -mindepth 1 -maxdepth 1 2>/dev/null | wc -l)" ] ||
		problem "log: some entries belong to no log in this pack"
}

# --- originals: each is one that an entry names -------------------------------------------------
originals() {
	[ -d data/originals ] || return 0
	cat data/entries/*/f05-content.txt 2>/dev/null | awk 'NF == 3 { print $1 }' >"$work/named"
	grep ' data/originals/' manifest-sha256.txt | while read -r sum name; do
		grep -q -x "$sum" "$work/named" || echo "$name"
	done >"$work/unnamed"
	[ ! -s "$work/unnamed" ] ||
		problem "entries: no shown entry names $(head -n 3 "$work/unnamed" | tr '\n' ' ')"
}

# --- readings: shown records belong to the list of leaves, the leaves to the entry --------------
records() { # folder
	at=20 # after "daybook records v1"
	end=$(wc -c <"$1/records.txt")
	while [ "$at" -le "$end" ]; do
		line=$(tail -c "+$at" "$1/records.txt" | head -n 1)
		number=$(echo "$line" | awk 'NF == 3 && $1 == "record" { print $2 }')
		bytes=${line##* }
		case $number:$bytes in
		: | *[!0-9:]* | *: | :*) problem "readings: $1/records.txt is not as it should be"; return ;;
		esac
		at=$((at + ${#line} + 1))
		sum=$({ printf '\000'; tail -c "+$at" "$1/records.txt" | head -c "$bytes"; } | hash)
		echo "$number $sum"
		at=$((at + bytes + 1))
	done >"$work/shown"
	awk 'FNR == 1 && NR == 1 { next }
		NR == FNR { n = $2 == "" ? 1 : $2; if (n == 1) leaf[at + 0] = $1; at += n; next }
		leaf[$1] != $2 || (shown && $1 <= last) { print "record", $1 }
		{ last = $1; shown = 1 }' "$1/leaves.txt" "$work/shown" >"$work/out"
	[ ! -s "$work/out" ] ||
		problem "readings: $1: $(head -n 3 "$work/out" | tr '\n' ' ')is not the one that was read"
}
root_of_leaves() { # folder; a stack of "leaves hash", joined while the two on top are of one size
	set --  "$1/leaves.txt"
	stack=
	while read -r leaf n; do
		n=${n:-1}
		while [ -n "$stack" ]; do
			top=${stack%% *}
			[ "${top%%:*}" = "$n" ] || break
			leaf=$(node "${top#*:}" "$leaf")
			n=$((n * 2))
			stack=${stack#* }
		done
		stack="$n:$leaf $stack"
	done <<-END
	$(tail -n +2 "$1")
	END
	at=
	for top in $stack; do
		if [ -z "$at" ]; then at=${top#*:}; else at=$(node "${top#*:}" "$at"); fi
	done
	[ -n "$at" ] || at=$(hash </dev/null)
	echo "$at"
}
readings() {
	for folder in data/readings/*; do
		[ -d "$folder" ] || continue
		field=data/entries/${folder##*/}/f12-reading.txt
		if [ ! -f "$field" ]; then
			problem "readings: entry ${folder##*/} does not show its reading"
			continue
		fi
		records=$(sed -n 's/^records //p' "$field")
		leaves=$(awk 'NR > 1 { n += $2 == "" ? 1 : $2 } END { print n + 0 }' "$folder/leaves.txt")
		[ "$records" = "$leaves" ] ||
			problem "readings: $folder has $leaves records, its entry says $records"
		if [ "$(wc -l <"$folder/leaves.txt")" -gt "$long" ]; then
			unchecked "reading ${folder##*/} (long: sh proof/verify.sh all)"
			continue
		fi
		records "$folder"
		[ "$(root_of_leaves "$folder")" = "$(sed -n 's/^root //p' "$field")" ] ||
			problem "readings: the leaves of $folder are not those its entry names"
		echo "readings: ${folder##*/}: $(wc -l <"$work/shown" | tr -d ' ') of $records records shown"
	done
}

files
logs
originals
readings
echo
if [ "$problems" -ne 0 ]; then
	echo "$problems problems: this pack is not as it was when it was made."
	exit 1
fi
echo "What is in this pack has not been changed since the log's head was signed."
echo "Compare the head code with one noted outside this pack: only then is that more than the pack's own word."
[ "$unchecked" -eq 0 ] || exit 3
