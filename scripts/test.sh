#!/bin/sh
# Everything that says whether Moondesk is right: guards, tests on a real PostgreSQL, journeys in a real browser.
# Arguments go to pytest. A whole run ends on pytest's summary; the exit code tells of the guards as well.
set -u
cd "$(dirname "$0")/.."

if ! command -v chromium >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        printf '  · chromium    installing the browser of the journeys\n'
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1 ||
            { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 ||
            printf '  ! chromium    cannot be installed; the journeys will be skipped\n'
    else
        printf '  ! chromium    is not here and this user may not install it; the journeys will be skipped\n'
    fi
fi

if ! command -v dovecot >/dev/null 2>&1 && [ ! -x /usr/sbin/dovecot ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        printf '  · dovecot     installing the IMAP server of the tests of mailboxes\n'
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends dovecot-imapd openssl >/dev/null 2>&1 ||
            { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends dovecot-imapd openssl; } >/dev/null 2>&1 ||
            printf '  ! dovecot     cannot be installed; the tests of mailboxes will be skipped\n'
    else
        printf '  ! dovecot     is not here and this user may not install it; the tests of mailboxes will be skipped\n'
    fi
fi

if ! command -v pgbouncer >/dev/null 2>&1 && [ ! -x /usr/sbin/pgbouncer ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        printf '  · pgbouncer   installing the pooler through which row security is tested\n'
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends pgbouncer >/dev/null 2>&1 ||
            { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends pgbouncer; } >/dev/null 2>&1 ||
            printf '  ! pgbouncer   cannot be installed; the tests through it will be skipped\n'
    else
        printf '  ! pgbouncer   is not here and this user may not install it; the tests through it will be skipped\n'
    fi
fi

# The guards beside the tests: one of them takes a core for a minute. What they say comes as one block among the dots.
guards() {
    said=$(sh scripts/check.sh 2>&1)
    failed=$?
    printf '\n\n  Guards\n\n%s\n' "$said"
    [ "$failed" = 0 ] || printf '\n  Guards failed: the result of this run is a failure, whatever the tests say.\n'
    printf '\n'
    return "$failed"
}

printf '\n  Tests, and guards beside them\n\n'
guards &
beside=$!
# More than there are cores: a third of the time a test waits for something, as a killed process or a mail.
.venv/bin/python -m pytest -n "${MOONDESK_TEST_WORKERS:-3}" -q -rs "$@"
tests=$?
wait "$beside" || exit 1
exit "$tests"
