using System.Text;
using System.Xml;

namespace SafeIsle.Platform.Sheets;

/// <summary>Small steps over a part's XML. Elements are known by local name, so that strict and transitional files read alike.</summary>
internal static class XmlParts
{
    private const int EscapeLength = 7;

    internal static bool Step(this XmlReader reader, UnpackBudget budget)
    {
        budget.NodeDone();
        return reader.Read();
    }

    internal static bool IsTruthy(this XmlReader reader, string attribute) => reader.GetAttribute(attribute) is "1" or "true" or "on";

    /// <summary>An attribute by local name in any namespace, e.g. r:id, whose namespace differs between strict and transitional.</summary>
    internal static string? AttributeNamed(this XmlReader reader, string localName)
    {
        string? value = null;
        for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
        {
            if (reader.LocalName == localName && reader.Prefix.Length > 0)
            {
                value = reader.Value;
            }
        }

        reader.MoveToElement();
        return value;
    }

    /// <summary>From a start tag to its end tag: the text directly inside.</summary>
    internal static string TextInside(this XmlReader reader, UnpackBudget budget)
    {
        if (reader.IsEmptyElement)
        {
            return "";
        }

        var depth = reader.Depth;
        var text = "";
        while (reader.Step(budget) && reader.Depth > depth)
        {
            if (reader.Depth == depth + 1 && reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
            {
                text = text.Length == 0 ? reader.Value : text + reader.Value;
            }
        }

        return text;
    }

    /// <summary>From the start tag of a string item (si, is) to its end tag: all runs of rich text joined, pronunciation left out.</summary>
    internal static string RichTextInside(this XmlReader reader, UnpackBudget budget)
    {
        if (reader.IsEmptyElement)
        {
            return "";
        }

        var depth = reader.Depth;
        var first = "";
        StringBuilder? joined = null;
        var spoken = int.MaxValue;
        while (reader.Step(budget) && reader.Depth > depth)
        {
            if (reader.NodeType == XmlNodeType.EndElement && reader.Depth == spoken)
            {
                spoken = int.MaxValue;
            }
            else if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "rPh" && !reader.IsEmptyElement)
            {
                spoken = Math.Min(spoken, reader.Depth);
            }
            else if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "t" && reader.Depth < spoken)
            {
                var run = reader.TextInside(budget);
                if (first.Length == 0)
                {
                    first = run;
                }
                else
                {
                    joined ??= new StringBuilder(first);
                    joined.Append(run);
                }
            }
        }

        return Unescape(joined?.ToString() ?? first);
    }

    /// <summary>Undoes _xHHHH_, with which the format writes characters that XML cannot hold (ISO/IEC 29500-1, 22.9.2.19).</summary>
    internal static string Unescape(string text)
    {
        var at = text.IndexOf("_x", StringComparison.Ordinal);
        if (at < 0)
        {
            return SheetText.Sane(text);
        }

        var result = new StringBuilder(text, 0, at, text.Length);
        while (at < text.Length)
        {
            if (IsEscape(text, at))
            {
                result.Append((char)Convert.ToUInt16(text.Substring(at + 2, 4), 16));
                at += EscapeLength;
            }
            else
            {
                result.Append(text[at++]);
            }
        }

        return SheetText.Sane(result.ToString());
    }

    internal static bool IsEscape(string text, int at) =>
        at + EscapeLength <= text.Length && text[at] == '_' && text[at + 1] == 'x' && text[at + 6] == '_'
        && char.IsAsciiHexDigit(text[at + 2]) && char.IsAsciiHexDigit(text[at + 3])
        && char.IsAsciiHexDigit(text[at + 4]) && char.IsAsciiHexDigit(text[at + 5]);
}
