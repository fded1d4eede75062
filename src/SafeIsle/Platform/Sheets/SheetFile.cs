using System.Xml;

namespace SafeIsle.Platform.Sheets;

/// <summary>A workbook (XLSX, ISO/IEC 29500, transitional or strict) as it is read in from outside.</summary>
/// <param name="Sheets">Its worksheets in the order of the tabs, hidden ones too; charts are left out.</param>
public sealed record SheetFile(IReadOnlyList<Sheet> Sheets)
{
    /// <summary>The media type of a workbook (RFC 6838 vnd tree, ECMA-376).</summary>
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>
    /// Reads the whole workbook into memory. Nothing is fetched, computed or executed: external links and data connections are not
    /// looked at, formulas show the value they were saved with. The refusal says what the file is instead and what to do.
    /// </summary>
    /// <param name="stream">The file, from its current position; it is left open.</param>
    /// <param name="limits">See <see cref="SheetLimits.Default"/>.</param>
    public static Outcome<SheetFile> Read(Stream stream, SheetLimits limits)
    {
        try
        {
            using var held = Hold(stream, limits);
            if (WrongFile.Recognise(held) is { } wrong)
            {
                return new No(wrong);
            }

            using var package = SheetPackage.Open(held, limits);
            var sheets = WorkbookReader.Read(package, limits);
            return sheets.Exists(static sheet => sheet.Rows.Count > 0) ? new SheetFile(sheets) : new No(SheetRefusal.Empty);
        }
        catch (SheetRefusedException refused)
        {
            return new No(refused.Message);
        }
        catch (XmlException wrong)
        {
            // The framework has no error code for this; the word stands in its message and in its resource key.
            return new No(wrong.Message.Contains("DTD", StringComparison.OrdinalIgnoreCase) ? SheetRefusal.Entities : SheetRefusal.Damaged);
        }
        catch (Exception wrong) when (wrong is InvalidDataException or EndOfStreamException)
        {
            return new No(SheetRefusal.Damaged);
        }
    }

    private static MemoryStream Hold(Stream stream, SheetLimits limits)
    {
        var held = new MemoryStream(stream.CanSeek ? (int)Math.Clamp(stream.Length - stream.Position, 0, limits.MaxFileBytes) : 0);
        var buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (held.Length + read > limits.MaxFileBytes)
            {
                held.Dispose();
                throw new SheetRefusedException(SheetRefusal.TooLarge(limits));
            }

            held.Write(buffer.AsSpan(0, read));
        }

        held.Position = 0;
        return held;
    }
}
