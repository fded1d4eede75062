using System.Text;

namespace SafeIsle.Platform.Sheets;

/// <summary>Recognises by their first bytes the files that people send instead of a workbook.</summary>
internal static class WrongFile
{
    private const int HeadBytes = 1024;

    private static readonly (byte[] Start, string Sentence)[] Known =
    [
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], SheetRefusal.Picture),
        ([0xFF, 0xD8, 0xFF], SheetRefusal.Picture),
        ([(byte)'G', (byte)'I', (byte)'F', (byte)'8'], SheetRefusal.Picture),
        ([(byte)'B', (byte)'M'], SheetRefusal.Picture),
        ([(byte)'%', (byte)'P', (byte)'D', (byte)'F'], SheetRefusal.Pdf),
    ];

    private static readonly byte[] Zip = [(byte)'P', (byte)'K', 3, 4];
    private static readonly byte[] CompoundFile = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>The sentence for the sender, or null when the file is a ZIP archive and worth opening.</summary>
    internal static string? Recognise(MemoryStream file)
    {
        var all = file.GetBuffer().AsSpan(0, (int)file.Length);
        if (all.StartsWith(Zip))
        {
            return null;
        }

        if (all.IsEmpty)
        {
            return SheetRefusal.Blank;
        }

        if (all.StartsWith(CompoundFile))
        {
            return RecogniseCompound(all);
        }

        foreach (var (start, sentence) in Known)
        {
            if (all.StartsWith(start))
            {
                return sentence;
            }
        }

        return RecogniseText(all[..Math.Min(all.Length, HeadBytes)]);
    }

    // The names of the streams in a compound file stand in its directory as UTF-16 (MS-CFB 2.6.1).
    private static string RecogniseCompound(ReadOnlySpan<byte> all)
    {
        if (Names(all, "EncryptedPackage"))
        {
            return SheetRefusal.Encrypted;
        }

        return Names(all, "Workbook") || Names(all, "Book") ? SheetRefusal.OldExcel : SheetRefusal.NotXlsx;
    }

    private static bool Names(ReadOnlySpan<byte> all, string stream) => all.IndexOf(Encoding.Unicode.GetBytes(stream)) >= 0;

    private static string RecogniseText(ReadOnlySpan<byte> head)
    {
        var wide = head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
        if (!wide && head.IndexOfAnyInRange((byte)0, (byte)8) >= 0)
        {
            return SheetRefusal.NotXlsx;
        }

        var text = Encoding.Latin1.GetString(head).Replace("\0", "", StringComparison.Ordinal).TrimStart('\u00EF', '\u00BB', '\u00BF', '\u00FF', '\u00FE', ' ', '\t', '\r', '\n');
        if (text.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase)
            || text.Contains("<html", StringComparison.OrdinalIgnoreCase)
            || text.Contains("<table", StringComparison.OrdinalIgnoreCase))
        {
            return SheetRefusal.Html;
        }

        return text.StartsWith("<?xml", StringComparison.Ordinal) ? SheetRefusal.Xml : SheetRefusal.Text;
    }
}
