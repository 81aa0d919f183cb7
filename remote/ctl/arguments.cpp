// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/ctl/arguments.h"

namespace ctl {

using namespace Qt::StringLiterals;
using model::fail;

namespace {

/// One word that begins with `--`; takes its value from `rest` when it has none of its own.
model::Result<void> parseOption(const QString &word, const Syntax &syntax, QStringList &rest,
                                Arguments &into)
{
    const qsizetype equals = word.indexOf(u'=');
    const QString name = word.mid(2, equals < 0 ? -1 : equals - 2);
    if (syntax.flags.contains(name) && equals < 0) {
        into.flags.insert(name);
        return {};
    }
    if (!syntax.options.contains(name))
        return fail(u"usage"_s, u"unknown option %1"_s.arg(word));
    if (equals < 0 && rest.isEmpty())
        return fail(u"usage"_s, u"option --%1 needs a value"_s.arg(name));
    into.options[name].append(equals < 0 ? rest.takeFirst() : word.mid(equals + 1));
    return {};
}

} // namespace

QString Arguments::option(const QString &name) const
{
    const auto at = options.find(name);
    return at == options.end() ? QString() : at->second.last();
}

model::Result<Arguments> parseArguments(const QStringList &words, const Syntax &syntax)
{
    Arguments arguments;
    QStringList rest = words;
    bool optionsEnded = false;
    while (!rest.isEmpty()) {
        const QString word = rest.takeFirst();
        if (optionsEnded || !word.startsWith("--"_L1)) {
            arguments.operands.append(word);
        } else if (word == "--"_L1) {
            optionsEnded = true;
        } else if (const auto parsed = parseOption(word, syntax, rest, arguments); !parsed) {
            return tl::make_unexpected(parsed.error());
        }
    }
    if (arguments.operands.size() < syntax.operands)
        return fail(u"usage"_s, u"something is missing"_s);
    const int most = syntax.operands + syntax.more;
    if (arguments.operands.size() > most)
        return fail(u"usage"_s, u"\"%1\" is one word too many"_s.arg(arguments.operands.at(most)));
    return arguments;
}

} // namespace ctl
