// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/ctl/findings.h"

#include "model/fix.h"
#include "model/validate.h"
#include "nixgen/editfindings.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace ctl {

using namespace Qt::StringLiterals;

model::Result<Judged> judge(const QString &path)
{
    const model::Catalog &catalog = model::Catalog::builtIn();
    auto parsed = model::loadFleet(path, catalog);
    if (!parsed)
        return tl::make_unexpected(parsed.error());
    Judged judged{parsed->fleet, parsed->diagnostics};
    judged.findings += findingsOf(judged.fleet);
    return judged;
}

model::Diagnostics findingsOf(const model::Fleet &fleet)
{
    return model::validate(fleet, model::Catalog::builtIn());
}

QString findingLine(const QString &path, const model::Diagnostic &finding)
{
    QString line = path;
    if (finding.position.line > 0)
        line += u":%1:%2"_s.arg(finding.position.line).arg(finding.position.column);
    return line
           + u": %1: %2 [%3]"_s.arg(model::severityName(finding.severity), finding.message,
                                    finding.code);
}

QList<QStringList> waysToMend(const model::Fleet &fleet, const model::Diagnostics &findings)
{
    const model::Catalog &catalog = model::Catalog::builtIn();
    const model::Topology topology = model::resolve(fleet, catalog);
    QList<QStringList> ways;
    ways.reserve(findings.size());
    for (const model::Diagnostic &finding : findings) {
        QStringList words;
        const QList<model::Fix> all = nixgen::isEditFinding(finding)
                                          ? nixgen::editFixes(finding)
                                          : model::fixes(fleet, catalog, topology, finding);
        for (const model::Fix &fix : all) {
            if (!fix.secret.isEmpty())
                words += fix.text + u": switchyardctl secrets FLEET rotate " + fix.secret;
            else
                words += fix.isStep() ? fix.text : fix.text + u": " + fix.say;
        }
        ways += words;
    }
    return ways;
}

void sayFindings(QTextStream &to, const QString &path, const model::Diagnostics &findings,
                 const QList<QStringList> &ways)
{
    for (qsizetype i = 0; i < findings.size(); ++i) {
        to << findingLine(path, findings.at(i)) << '\n';
        const QStringList words = ways.value(i).mid(0, 3);
        if (!words.isEmpty())
            to << "  fix: " << words.join(u"; or ") << '\n';
    }
}

QByteArray findingsJson(const model::Diagnostics &findings, const QList<QStringList> &ways)
{
    QByteArrayList lines;
    for (qsizetype i = 0; i < findings.size(); ++i) {
        const model::Diagnostic &finding = findings.at(i);
        const QJsonObject object{{u"severity"_s, model::severityName(finding.severity)},
                                 {u"code"_s, finding.code},
                                 {u"message"_s, finding.message},
                                 {u"item"_s, finding.item.text()},
                                 {u"field"_s, finding.field},
                                 {u"line"_s, finding.position.line},
                                 {u"column"_s, finding.position.column},
                                 {u"fixes"_s, QJsonArray::fromStringList(ways.value(i))}};
        lines.append(QJsonDocument(object).toJson(QJsonDocument::Compact));
    }
    return lines.isEmpty() ? QByteArray("[]\n") : "[\n" + lines.join(",\n") + "\n]\n";
}

} // namespace ctl
