// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/highlight.h"

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

struct Highlight::Private
{
    explicit Private(QTextDocument *document) : highlighter(document) {}
    void dress()
    {
        using KSyntaxHighlighting::Repository;
        highlighter.setTheme(repository().defaultTheme(dark ? Repository::DarkTheme : Repository::LightTheme));
    }
    KSyntaxHighlighting::SyntaxHighlighter highlighter;
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
