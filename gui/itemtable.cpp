// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/itemtable.h"

#include "model/words.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ItemTable", text);
}

QByteArray row(const QStringList &cells)
{
    QStringList quoted;
    for (QString cell : cells) {
        if (!cell.isEmpty() && u"=+-@\t"_s.contains(cell.front()))
            cell.prepend(u'\'');
        const bool odd = cell.contains(u',') || cell.contains(u'"') || cell.contains(u'\n') || cell.contains(u'\r');
        quoted.append(odd ? u'"' + cell.replace(u'"', u"\"\""_s) + u'"' : cell);
    }
    return quoted.join(u',').toUtf8() + "\r\n";
}

QString portsOf(const Placed &item)
{
    QStringList texts;
    for (const Port &port : item.ports)
        texts.append((port.protocol == Protocol::Udp ? u"udp "_s : u"tcp "_s) + QString::number(port.first)
                     + (port.last > port.first ? u'-' + QString::number(port.last) : QString()));
    return texts.join(u"; "_s);
}

} // namespace

QByteArray itemTable(const Topology &topology, const Catalog &catalog)
{
    QByteArray text = row({tr("Host"), tr("Kind"), tr("Name"), tr("Ports"), tr("Domains"), tr("Address")});
    for (const PlacedHost &host : topology.hosts) {
        text += row({host.name, tr("Host"), host.name, {}, {}, host.values.at(u"ssh.address").text()});
        for (const Placed *item : topology.on(host.name)) {
            const Kind *kind = catalog.kind(item->kind);
            text += row({host.name, kind ? ofCatalog(kind->title) : item->kind, item->name, portsOf(*item), item->dnsNames.join(u"; "_s), item->listen});
        }
    }
    return text;
}

} // namespace gui
