// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/secrets/cipher.h"

#include "remote/secrets/run.h"
#include "remote/secrets/words.h"

#include <QDir>
#include <QFileInfo>

#include <array>

namespace secrets {

using namespace Qt::StringLiterals;
using model::fail;
using model::Result;

namespace {

QString programOf(const QString &backend)
{
    return backend == "sops"_L1 ? u"sops"_s : u"age"_s;
}

model::Error missing(const QString &program, const model::Error &error)
{
    if (error.code != "no-program"_L1)
        return error;
    return {
        u"no-program"_s, error.message,
        program == "age"_L1
            ? Words::tr("install Debian's package age")
            : Words::tr(
                "Debian has no package of it: put a release of github.com/getsops/sops into your "
                "PATH, or choose secrets: {backend: agenix}, which needs only Debian's age")};
}

/// The last line that says something.
QString complaint(const QString &text)
{
    QStringList lines;
    for (const QString &line : text.split(u'\n', Qt::SkipEmptyParts)) {
        if (!line.contains("age/report"_L1))
            lines.append(line.simplified());
    }
    return lines.isEmpty() ? Words::tr("it gave no reason") : lines.mid(0, 4).join(u"; "_s);
}

Result<Plaintext> ask(const Command &command, const Plaintext &input, const QString &problem,
                      const QString &hint)
{
    auto outcome = run(command, input);
    if (!outcome)
        return tl::make_unexpected(missing(command.program, outcome.error()));
    if (outcome->exitCode != 0)
        return fail(u"refused"_s, u"%1: %2"_s.arg(problem, complaint(outcome->err)), hint);
    return std::move(outcome->out);
}

/// A YAML double-quoted text; JSON's escapes are YAML's as well.
void appendQuoted(Plaintext &to, QByteArrayView value)
{
    to.append("\"");
    for (const char c : value) {
        if (c == '\n')
            to.append("\\n");
        else if (c == '\t')
            to.append("\\t");
        else if (c == '"' || c == '\\')
            to.append(std::array{'\\', c});
        else if (quint8(c) < 32 || c == 127)
            to.append(QByteArray("\\x").append(QByteArray::number(quint8(c) + 256, 16).last(2)));
        else
            to.append({&c, 1});
    }
    to.append("\"");
}

} // namespace

Access Access::usual()
{
    const QString home = QDir::homePath();
    Access access;
    access.identities = {qEnvironmentVariable("SOPS_AGE_KEY_FILE"),
                         home + u"/.config/sops/age/keys.txt"_s, home + u"/.config/age/keys.txt"_s,
                         home + u"/.ssh/id_ed25519"_s, home + u"/.ssh/id_rsa"_s};
    return access;
}

Result<QByteArray> encrypt(const QString &backend, const Plaintext &plain,
                           const QStringList &recipients)
{
    Command command{programOf(backend), {u"--encrypt"_s}};
    if (backend == "sops"_L1) { // the recipients are given, so no rules of its own: those are
                                // matched with file names
        command.arguments += {u"--config"_s, u"/dev/null"_s,        u"--input-type"_s,
                              u"yaml"_s,     u"--output-type"_s,    u"yaml"_s,
                              u"--age"_s,    recipients.join(u','), u"/dev/stdin"_s};
    } else {
        for (const QString &recipient : recipients)
            command.arguments += {u"--recipient"_s, recipient};
    }
    const auto out = ask(command, plain, command.program + Words::tr(" did not encrypt"), {});
    if (!out)
        return tl::make_unexpected(out.error());
    return out->view().toByteArray(); // no longer secret
}

Result<Plaintext> decrypt(const QString &backend, const QString &path, const Access &access)
{
    Command command{programOf(backend), {u"--decrypt"_s}, access.terminal};
    QString hint =
        u"your own key must be among secrets: {operators: […]} and lie where sops looks: "
        "SOPS_AGE_KEY_FILE or ~/.config/sops/age/keys.txt"_s;
    if (backend == "sops"_L1) {
        command.arguments += {u"--config"_s, u"/dev/null"_s, u"--output-type"_s, u"yaml"_s};
    } else {
        QStringList there;
        for (const QString &file : access.identities) {
            if (!file.isEmpty() && QFileInfo(file).isReadable())
                there += {u"--identity"_s, file};
        }
        if (there.isEmpty())
            return fail(u"no-identity"_s,
                        Words::tr("no private key of yours was found to open %1 with").arg(path),
                        Words::tr("name it with --identity, or put it at ~/.config/age/keys.txt or "
                                  "~/.ssh/id_ed25519"));
        command.arguments += there;
        hint = u"your own key must be among secrets: {operators: […]}; one with a passphrase works "
               u"with "
               "switchyardctl at a terminal"_s;
    }
    command.arguments.append(path);
    return ask(command, {}, Words::tr("%1 cannot open %2").arg(command.program, path), hint);
}

Plaintext withValue(const Plaintext &yaml, const QString &name, QByteArrayView value)
{
    const QByteArray key = name.toUtf8() + ':';
    Plaintext result;
    bool inside = false;
    QByteArrayView rest = yaml.view();
    while (!rest.isEmpty()) {
        const qsizetype end = rest.indexOf('\n');
        const QByteArrayView line = rest.first(end < 0 ? rest.size() : end + 1);
        rest = rest.sliced(line.size());
        const bool belongs = line.startsWith(' ') || line.trimmed().isEmpty();
        inside = line.startsWith(key) || (inside && belongs);
        const bool isEmptyMap = line.trimmed() == QByteArrayView("{}");
        if (!inside && !isEmptyMap)
            result.append(line);
    }
    if (!result.isEmpty() && !result.view().endsWith('\n'))
        result.append("\n");
    result.append(key);
    result.append(" ");
    appendQuoted(result, value);
    result.append("\n");
    return result;
}

} // namespace secrets
