using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace SafeIsle.Platform.Ui;

/// <summary>
/// HTML written row by row, for a list so long that components would cost more than all else of its page. What stands in the holes of
/// <see cref="Add"/> is encoded; the rest is written as it stands.
/// </summary>
public sealed class HtmlText
{
    private const int UsualLength = 2 * 1024;

    private readonly StringBuilder html = new(UsualLength);

    /// <summary>
    /// What was added since the last time, for a component to show. Taken row by row: a text of hundreds of them is so large that the collector
    /// keeps it apart, and clears it only together with everything else.
    /// </summary>
    public MarkupString Take()
    {
        var markup = html.ToString();
        html.Clear();
        return new(markup);
    }

    /// <summary>Adds <c>$"&lt;p&gt;{words}&lt;/p&gt;"</c>.</summary>
    public HtmlText Add([InterpolatedStringHandlerArgument("")] ref Words words) => words.Html;

    /// <summary>What the compiler makes of the argument of <see cref="Add"/>.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Words
    {
        /// <summary>Called by the compiler.</summary>
        public Words(int literals, int holes, HtmlText html) => Html = html;

        internal HtmlText Html { get; }

        /// <summary>Markup.</summary>
        public void AppendLiteral(string markup) => Html.html.Append(markup);

        /// <summary>Text, encoded; Chinese stays as it is.</summary>
        public void AppendFormatted(string? text)
        {
            if (text.AsSpan().IndexOfAny("&<>\"'") < 0)
            {
                Html.html.Append(text);
            }
            else
            {
                Html.html.Append(WebUtility.HtmlEncode(text));
            }
        }

        /// <summary>A number.</summary>
        public void AppendFormatted(long number) => Html.html.Append(CultureInfo.InvariantCulture, $"{number}");

        /// <summary>An id: 32 digits.</summary>
        public void AppendFormatted(Guid id) => Html.html.Append(CultureInfo.InvariantCulture, $"{id:N}");
    }
}
