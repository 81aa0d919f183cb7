// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/highlight.h"

#include "gui/contrast.h"
#include "gui/theme.h"

#include <QTextDocument>

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

/// The theme's colours, as far from the ground as letters must be to be read.
class ReadableHighlighter : public KSyntaxHighlighting::SyntaxHighlighter
{
public:
    using SyntaxHighlighter::SyntaxHighlighter;
    void setGround(const QColor &ground)
    {
        m_ground = ground;
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
        for (int step = 0; step < 40 && contrast(better, m_ground) < 5; ++step)
            better = m_ground.lightness() < 128 ? better.lighter(104) : better.darker(104);
        return *m_readable.insert(color.rgb(), better);
    }

    QColor m_ground;
    QHash<QRgb, QColor> m_readable;
};

struct Highlight::Private
{
    explicit Private(QTextDocument *document) : highlighter(document) {}
    void dress()
    {
        using KSyntaxHighlighting::Repository;
        highlighter.setGround(dark ? Theme::darkTheme().canvas : Theme::lightTheme().surface);
        highlighter.setTheme(repository().defaultTheme(dark ? Repository::DarkTheme : Repository::LightTheme));
    }
    ReadableHighlighter highlighter;
    bool dark = true, isUsed = false; ///< the repository is read when a file is shown
};

Highlight::Highlight(QTextDocument *document) : d(std::make_unique<Private>(document)) {}

void Highlight::setFile(const QString &path)
{
    if (!std::exchange(d->isUsed, true))
        d->dress();
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
