// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/highlight.h"

#include "gui/contrast.h"
#include "gui/theme.h"

#include <QTextDocument>

#include <algorithm>

#ifdef SWITCHYARD_HAVE_KSYNTAXHIGHLIGHTING
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/SyntaxHighlighter>
#include <KSyntaxHighlighting/Theme>
#endif

namespace gui {

#ifdef SWITCHYARD_HAVE_KSYNTAXHIGHLIGHTING

/// Reading all definitions takes milliseconds; all previews share one repository.
static KSyntaxHighlighting::Repository &repository()
{
    static KSyntaxHighlighting::Repository repository;
    return repository;
}

/// The theme's colours, as far from all grounds as letters must be to be read.
class ReadableHighlighter : public KSyntaxHighlighting::SyntaxHighlighter
{
public:
    using SyntaxHighlighter::SyntaxHighlighter;
    void setGrounds(const QList<QColor> &grounds)
    {
        m_grounds = grounds;
        m_readable.clear();
    }

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &kind) override
    {
        SyntaxHighlighter::applyFormat(offset, length, kind);
        if (length <= 0)
            return;
        QTextCharFormat drawn = format(offset);
        if (drawn.foreground().style() == Qt::NoBrush)
            return;
        const QColor as = drawn.foreground().color(), better = readable(as);
        if (as == better)
            return;
        drawn.setForeground(better);
        setFormat(offset, length, drawn);
    }

private:
    QColor readable(const QColor &color)
    {
        const auto known = m_readable.constFind(color.rgb());
        if (known != m_readable.cend())
            return *known;
        QColor better = color;
        const auto isRead = [&](const QColor &ground) { return contrast(better, ground) >= 4.6; };
        for (int step = 0; step < 60 && !std::ranges::all_of(m_grounds, isRead); ++step)
            better = m_grounds.constFirst().lightness() < 128 ? better.lighter(104) : better.darker(104);
        return *m_readable.insert(color.rgb(), better);
    }

    QList<QColor> m_grounds;
    QHash<QRgb, QColor> m_readable;
};

struct Highlight::Private
{
    explicit Private(QTextDocument *document) : highlighter(document) {}
    void dress()
    {
        using KSyntaxHighlighting::Repository;
        const Theme &theme = dark ? Theme::darkTheme() : Theme::lightTheme();
        const QColor ground = dark ? theme.canvas : theme.surface;
        highlighter.setGrounds({ground, blended(theme.markedLine(), ground), blended(theme.newLine(), ground), blended(theme.goneLine(), ground)});
        highlighter.setTheme(repository().defaultTheme(dark ? Repository::DarkTheme : Repository::LightTheme));
    }
    ReadableHighlighter highlighter;
    QString ending; ///< of the file that is shown
    bool dark = true, isUsed = false; ///< the repository is read when a file is shown
};

Highlight::Highlight(QTextDocument *document) : d(std::make_unique<Private>(document)) {}

void Highlight::setFile(const QString &path)
{
    if (!std::exchange(d->isUsed, true))
        d->dress();
    const QString ending = path.mid(path.lastIndexOf(u'.') + 1);
    if (std::exchange(d->ending, ending) == ending)
        return; // of hundreds of languages this one is known
    const auto definition = repository().definitionForFileName(path);
    if (definition != d->highlighter.definition())
        d->highlighter.setDefinition(definition);
}

void Highlight::setDark(bool dark)
{
    d->dark = dark;
    if (!d->isUsed)
        return;
    d->dress();
    d->highlighter.rehighlight();
}

bool Highlight::isAvailable()
{
    return true;
}

#else

struct Highlight::Private
{
};

Highlight::Highlight(QTextDocument *) {}
void Highlight::setFile(const QString &) {}
void Highlight::setDark(bool) {}

bool Highlight::isAvailable()
{
    return false;
}

#endif

Highlight::~Highlight() = default;

} // namespace gui
