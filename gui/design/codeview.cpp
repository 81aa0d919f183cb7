// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/codeview.h"

#include "gui/theme.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QPaintEvent>
#include <QTextBlock>
#include <QTextLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

using model::DiffLine;

constexpr int gap = 6;

namespace {

/// Paints only the lines that changed, as long as none comes or goes: told of several at once, Qt paints all that is shown. And keeps
/// the glyphs of lines that were painted: without it, whatever moves on the screen is shaped anew.
class LineLayout : public QPlainTextDocumentLayout
{
public:
    using QPlainTextDocumentLayout::QPlainTextDocumentLayout;

protected:
    void documentChanged(int from, int removed, int added) override
    {
        constexpr qsizetype few = 100; // more than a view shows
        QList<QTextBlock> changed;
        for (QTextBlock block = document()->findBlock(from); block.isValid() && block.position() <= from + added; block = block.next()) {
            block.layout()->setCacheEnabled(true);
            if (changed.isEmpty() || block.position() < from + added)
                changed.append(block);
        }
        const int count = document()->blockCount();
        if (std::exchange(m_count, count) != count || changed.size() > few)
            return QPlainTextDocumentLayout::documentChanged(from, removed, added);
        for (const QTextBlock &block : std::as_const(changed)) // what went from it counts as if it still stood there, and so as part of the next
            QPlainTextDocumentLayout::documentChanged(block.position(), 0, block.length());
    }

private:
    int m_count = 0;
};

QTextDocument *makeDocument(QObject *parent)
{
    auto *document = new QTextDocument(parent);
    document->setDocumentLayout(new LineLayout(document));
    return document;
}

} // namespace

CodeView::CodeView(QWidget *parent) : QPlainTextEdit(parent), m_margin(new QWidget(this)), m_theme(&Theme::darkTheme())
{
    m_margin->setObjectName(u"code-margin"_s);
    m_margin->hide();
    m_margin->installEventFilter(this);
    setDocument(makeDocument(this));
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &, int dy) {
        dy ? m_margin->scroll(0, dy) : m_margin->update();
    });
}

void CodeView::setTheme(const Theme &theme)
{
    m_theme = &theme;
    viewport()->update();
    m_margin->update();
}

void CodeView::setLines(const QList<DiffLine::Kind> &kinds, const QList<int> &numbers)
{
    if (kinds == m_kinds && numbers == m_numbers)
        return;
    m_kinds = kinds;
    m_numbers = numbers;
    m_margin->setVisible(!kinds.isEmpty());
    placeMargin();
    viewport()->update();
    m_margin->update();
}

void CodeView::setMarked(const QList<int> &blocks)
{
    const QList<int> before = std::exchange(m_marked, blocks);
    if (before == m_marked)
        return;
    eachShown(viewport()->rect(), [&](const QTextBlock &block, const QRect &box) {
        const int number = block.blockNumber();
        if (std::ranges::binary_search(before, number) != std::ranges::binary_search(m_marked, number))
            viewport()->update(box);
    });
}

QString CodeView::signAt(int block) const
{
    const DiffLine::Kind kind = m_kinds.value(block, DiffLine::Same);
    return kind == DiffLine::Come ? u"+"_s : kind == DiffLine::Gone ? u"−"_s : QString();
}

int CodeView::numberAt(int block) const
{
    return m_kinds.isEmpty() ? block : m_numbers.value(block, -1);
}

int CodeView::blockOf(int line) const
{
    if (m_kinds.isEmpty())
        return line;
    return int(std::max<qsizetype>(0, m_numbers.indexOf(line)));
}

QList<int> CodeView::changes() const
{
    QList<int> first;
    for (int i = 0; i < int(m_kinds.size()); ++i) {
        if (m_kinds.at(i) != DiffLine::Same && (i == 0 || m_kinds.at(i - 1) == DiffLine::Same))
            first.append(i);
    }
    return first;
}

/// Calls `use` for the lines that stand there, with their boxes as wide as the view.
template <typename Use>
void CodeView::eachShown(const QRect &rect, const Use &use) const
{
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF box = blockBoundingGeometry(block).translated(contentOffset());
        if (box.top() > rect.bottom())
            return;
        if (box.bottom() >= rect.top())
            use(block, QRect(0, qRound(box.top()), viewport()->width(), qRound(box.height())));
    }
}

/// Lines that lie apart one by one: within a clip of several rectangles a letter costs many times as much.
void CodeView::paintEvent(QPaintEvent *event)
{
    for (const QRect &part : event->region())
        paintPart(part);
}

/// Backgrounds below the text: as selections of the text they would make every letter on them be painted twice.
void CodeView::paintPart(const QRect &part)
{
    if (!m_kinds.isEmpty() || !m_marked.isEmpty()) {
        QPainter painter(viewport());
        painter.setClipRect(part);
        eachShown(part, [&](const QTextBlock &block, const QRect &box) {
            const DiffLine::Kind kind = m_kinds.value(block.blockNumber(), DiffLine::Same);
            if (kind != DiffLine::Same)
                painter.fillRect(box, kind == DiffLine::Come ? m_theme->newLine() : m_theme->goneLine());
            if (std::ranges::binary_search(m_marked, block.blockNumber()))
                painter.fillRect(box, m_theme->markedLine());
        });
    }
    QPaintEvent event(part);
    QPlainTextEdit::paintEvent(&event);
}

void CodeView::placeMargin()
{
    int width = 0;
    if (!m_kinds.isEmpty()) {
        const int last = m_numbers.isEmpty() ? 0 : *std::max_element(m_numbers.begin(), m_numbers.end());
        width = fontMetrics().horizontalAdvance(QString::number(last + 1) + u" −"_s) + 2 * gap;
    }
    setViewportMargins(width, 0, 0, 0);
    m_margin->setGeometry(QRect(contentsRect().topLeft(), QSize(width, contentsRect().height())));
}

void CodeView::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    placeMargin();
}

bool CodeView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_margin && event->type() == QEvent::Paint)
        paintMargin(static_cast<QPaintEvent *>(event));
    return QPlainTextEdit::eventFilter(watched, event);
}

void CodeView::paintMargin(QPaintEvent *event)
{
    QPainter painter(m_margin);
    painter.fillRect(event->rect(), m_theme->surface);
    painter.setFont(font());
    const int signWidth = fontMetrics().horizontalAdvance(u'−');
    eachShown(event->rect(), [&](const QTextBlock &block, const QRect &box) {
        const int number = block.blockNumber(), line = m_numbers.value(number, -1), right = m_margin->width() - gap;
        if (line >= 0) {
            painter.setPen(m_theme->dim);
            painter.drawText(0, box.top(), right - signWidth - gap / 2, box.height(), Qt::AlignRight | Qt::AlignVCenter, QString::number(line + 1));
        }
        const QString sign = signAt(number);
        painter.setPen(sign == u"+"_s ? m_theme->good : m_theme->bad);
        painter.drawText(right - signWidth, box.top(), signWidth, box.height(), Qt::AlignCenter, sign);
    });
}

void CodeView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu *menu = createStandardContextMenu(event->pos());
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(u"code-menu"_s);
    if (!actions().isEmpty()) {
        menu->addSeparator();
        menu->addActions(actions());
    }
    menu->popup(event->globalPos());
}

} // namespace gui
