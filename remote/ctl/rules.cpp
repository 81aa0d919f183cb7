// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/validate.h"
#include "remote/ctl/designverbs.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace ctl {

using namespace Qt::StringLiterals;

namespace {

QString gravity(const model::RuleDoc &rule)
{
    const QString design = model::severityName(rule.design);
    return rule.design == rule.deploy
               ? design
               : design + u", " + model::severityName(rule.deploy) + u" for a deploy";
}

QByteArray asJson(const model::RuleDoc &rule)
{
    const QJsonObject object{{u"code"_s, rule.code},
                             {u"design"_s, model::severityName(rule.design)},
                             {u"deploy"_s, model::severityName(rule.deploy)},
                             {u"meaning"_s, rule.meaning},
                             {u"mend"_s, rule.mend}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

int rules(const Arguments &arguments, Io &io)
{
    const QList<model::RuleDoc> docs = model::ruleDocs(model::Catalog::builtIn());
    if (arguments.has(u"json"_s)) {
        QByteArrayList lines;
        for (const model::RuleDoc &rule : docs)
            lines += asJson(rule);
        io.out << "[\n" << lines.join(",\n") << "\n]\n";
        return Ok;
    }
    for (const model::RuleDoc &rule : docs)
        io.out << rule.code << " (" << gravity(rule) << "): " << rule.meaning
               << "\n  mend: " << rule.mend << '\n';
    return Ok;
}

} // namespace ctl
