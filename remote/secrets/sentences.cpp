// SPDX-License-Identifier: GPL-3.0-or-later
// What people read of a secret's state.
#include "remote/secrets/vault.h"
#include "remote/secrets/words.h"

namespace secrets {

using namespace Qt::StringLiterals;

QString stateName(State state)
{
    switch (state) {
    case State::Ready:
        return u"ready"_s;
    case State::Optional:
        return u"optional"_s;
    case State::Missing:
        return u"missing"_s;
    case State::Reencrypt:
        return u"re-encrypt"_s;
    case State::Rotate:
        return u"rotate"_s;
    case State::Broken:
        return u"broken"_s;
    case State::ByHand:
        return u"by-hand"_s;
    }
    Q_UNREACHABLE();
}

QString Entry::sentence() const
{
    QStringList parts;
    const auto say = [&](const QString &text, const QStringList &names) {
        if (!names.isEmpty())
            parts.append(text.arg(names.join(u", "_s)));
    };
    const bool waits = state == State::Missing && !keyless.isEmpty();
    if (waits) // one thing to do first
        say(Words::tr("not there yet: adopt %1 first: without its host key nothing can be encrypted "
                      "for it"),
            keyless);
    else if (state == State::Missing)
        parts.append(secret.spec.form.isEmpty() ? Words::tr("not there yet: set it")
                                                : Words::tr("not there yet: make it"));
    if (state == State::Broken)
        parts.append(Words::tr("%1 is no file that age or sops encrypted: bring it back "
                               "from git, or delete it and make it anew")
                         .arg(secret.file));
    say(Words::tr("cannot be read yet by %1: re-encrypt"), lacking);
    say(Words::tr("can be read by %1: re-encrypt"), strangers);
    say(Words::tr("rotate: its value is known to %1"), mayKnow);
    if (!waits && state != State::ByHand && state != State::Optional)
        say(Words::tr("cannot be encrypted for %1: its host-key is not known (adopt the host)"),
            keyless);
    return parts.join(u"; "_s);
}

} // namespace secrets
