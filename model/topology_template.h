// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The catalog's "{name}.stream.{fleet.domain}", taken apart once per fleet and filled once per
// item.

#include "model/topology.h"

namespace model {

class Template
{
public:
    Template() = default;
    /// Fills in at once what is the same for every item: "{fleet.…}" and "{container}".
    Template(const QString &text, const Value &settings, const QString &container);

    /// Null when something that it names has no value.
    QString fill(const Placed &item, const Value &hostValues) const;
    bool isConstant() const { return m_isConstant; } ///< the same for every item on every host

private:
    struct Source
    {
        enum class From
        {
            Literal,
            ItemName,
            HostName,
            Listen,
            HostValue,
            ItemValue
        } from;
        QString text; ///< of a literal, else the path
    };
    using Part = QList<Source>; ///< the first that is not empty counts

    static QString read(const Source &source, const Placed &item, const Value &hostValues);
    void addLiteral(QStringView text);
    void addChoices(QStringView choices, const Value &settings, const QString &container);

    QString joined(const Placed &item, const Value &hostValues) const;

    QList<Part> m_parts;
    bool m_isConstant = false;
    QString m_constant;
};

} // namespace model
