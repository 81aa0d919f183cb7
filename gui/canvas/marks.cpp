// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/marks.h"

#include "gui/theme.h"
#include "model/words.h"

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

static QString tr(const char *text)
{
    return QCoreApplication::translate("Canvas", text);
}

/// "no-way-in" → "No way in".
static QString ruleWords(const QString &code)
{
    QString words = ofCatalog(QString(code).replace(u'-', u' '));
    if (!words.isEmpty())
        words[0] = words.at(0).toUpper();
    return words;
}

Marks marksOf(const Diagnostics &all)
{
    struct Wrong
    {
        const Diagnostic *gravest = nullptr;
        int count = 0;
    };
    QHash<ItemId, Wrong> parties;
    for (const Diagnostic &found : all) {
        for (const ItemId *party : {&found.item, &found.other}) {
            if (found.severity == Severity::Note || party->isEmpty() || *party == ItemId::fleet() || (party == &found.other && found.item == found.other))
                continue;
            Wrong &wrong = parties[*party];
            if (!wrong.gravest || found.severity > wrong.gravest->severity)
                wrong.gravest = &found;
            ++wrong.count;
        }
    }
    QHash<QString, QString> rules;
    Marks marks;
    marks.reserve(parties.size());
    for (auto it = parties.cbegin(); it != parties.cend(); ++it) {
        const Diagnostic &found = *it->gravest;
        Mark mark{found.severity == Severity::Error ? MarkShape::Bad : MarkShape::Warning, found.message};
        if (it->count > 1) {
            mark.text = tr("%1 And %2 more: F8 goes through them all.").arg(mark.text).arg(it->count - 1);
            mark.brief = tr("%1 problems").arg(it->count);
        } else {
            QString &rule = rules[found.code];
            if (rule.isEmpty())
                rule = ruleWords(found.code);
            const bool ofFile = found.field.contains(u'/'); // which the whole text names
            mark.brief = found.field.isEmpty() || ofFile ? rule : QString(rule + u": "_s + found.field);
        }
        if (!it.key().text().startsWith("host/"_L1)) // a folded host speaks for what stands on it
            mark.brief.prepend(it.key().text().section(u'/', 1) + u": "_s);
        marks.insert(it.key(), mark);
    }
    return marks;
}

QColor markColor(MarkShape shape, const Theme &theme)
{
    switch (shape) {
    case MarkShape::Good: return theme.good;
    case MarkShape::Warning: return theme.warning;
    case MarkShape::Bad: return theme.bad;
    case MarkShape::Busy: return theme.busy;
    case MarkShape::Unknown:
    case MarkShape::None: return theme.unknown;
    }
    return theme.unknown;
}

QString markWords(const Mark &mark)
{
    QString state;
    switch (mark.shape) {
    case MarkShape::Good: state = tr("good"); break;
    case MarkShape::Warning: state = tr("warning"); break;
    case MarkShape::Bad: state = tr("bad"); break;
    case MarkShape::Busy: state = tr("busy"); break;
    case MarkShape::Unknown: state = tr("unknown"); break;
    case MarkShape::None: break;
    }
    return mark.text.isEmpty() ? state : QString(state + QStringLiteral(": ") + mark.text);
}

static QPolygonF octagon(const QRectF &r)
{
    const qreal c = r.width() * 0.29;
    return {{r.left() + c, r.top()}, {r.right() - c, r.top()}, {r.right(), r.top() + c}, {r.right(), r.bottom() - c},
            {r.right() - c, r.bottom()}, {r.left() + c, r.bottom()}, {r.left(), r.bottom() - c}, {r.left(), r.top() + c}};
}

void paintSign(QPainter &painter, const QRectF &r, MarkShape shape, const QColor &ink)
{
    painter.setPen(QPen(ink, r.width() * 0.13, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    const auto at = [&r](qreal x, qreal y) { return QPointF(r.left() + x * r.width(), r.top() + y * r.height()); };
    switch (shape) {
    case MarkShape::Good: painter.drawPolyline(QPolygonF{at(0.27, 0.53), at(0.44, 0.69), at(0.74, 0.34)}); break;
    case MarkShape::Bad:
        painter.drawLine(at(0.33, 0.33), at(0.67, 0.67));
        painter.drawLine(at(0.67, 0.33), at(0.33, 0.67));
        break;
    case MarkShape::Warning:
        painter.drawLine(at(0.5, 0.42), at(0.5, 0.64));
        painter.drawPoint(at(0.5, 0.81));
        break;
    case MarkShape::Busy:
        for (const qreal x : {0.28, 0.5, 0.72})
            painter.drawPoint(at(x, 0.5));
        break;
    case MarkShape::Unknown:
    case MarkShape::None: break;
    }
}

void paintMark(QPainter &painter, const QRectF &rect, MarkShape shape, const Theme &theme)
{
    if (shape == MarkShape::None)
        return;
    const QColor color = markColor(shape, theme);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    if (shape == MarkShape::Good || shape == MarkShape::Busy) {
        painter.drawEllipse(rect);
    } else if (shape == MarkShape::Bad) {
        painter.drawPolygon(octagon(rect));
    } else if (shape == MarkShape::Warning) {
        painter.drawPolygon(QPolygonF{{rect.center().x(), rect.top()}, rect.bottomRight(), rect.bottomLeft()});
    } else {
        painter.setPen(QPen(color, rect.width() * 0.14));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(rect.adjusted(1, 1, -1, -1));
        QFont font = painter.font();
        font.setPixelSize(int(rect.height() * 0.62));
        font.setBold(true);
        painter.setFont(font);
        painter.drawText(rect, Qt::AlignCenter, QStringLiteral("?"));
    }
    paintSign(painter, rect, shape, theme.dark ? QColor(0x0b1117) : QColor(Qt::white));
    painter.restore();
}

} // namespace gui
