#!/usr/bin/env bash
# Reads the gold articles and scores their records: evaluation/gold.sh [options of score.py, such as --misses]
set -euo pipefail
cd "$(dirname "$0")/.."
gold=../shared/gold/dev
records=$(mktemp)
trap 'rm -f "$records"' EXIT
cargo run --quiet --release -- read --format jsonl --output "$records" "$gold/articles.jsonl"
python3 ../shared/score/score.py "$gold" "$records" "$@"
