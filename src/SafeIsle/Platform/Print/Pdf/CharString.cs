namespace SafeIsle.Platform.Print.Pdf;

/// <summary>
/// Writes one glyph as a Type 2 charstring (Adobe Technical Note 5177) of moves, lines and curves, without hints and subroutines.
/// Coordinates are whole thousandths of an em, y upwards.
/// </summary>
internal sealed class CharString
{
    /// <summary>The width that a glyph has unless it says another.</summary>
    internal const int DefaultWidth = 1000;

    // Interpreters keep at most 48 operands.
    private const int MostOperands = 48;

    private const byte HorizontalLines = 6;
    private const byte VerticalLines = 7;
    private const byte Lines = 5;
    private const byte Curves = 8;
    private const byte Move = 21;
    private const byte End = 14;

    private readonly List<byte> bytes = [];
    private readonly List<int> operands = [];
    private byte pending;
    private int x;
    private int y;

    internal CharString(int width)
    {
        if (width != DefaultWidth)
        {
            WriteNumber(width);
        }
    }

    internal void MoveTo(int toX, int toY)
    {
        Flush();
        pending = Move;
        operands.AddRange([toX - x, toY - y]);
        Flush();
        (x, y) = (toX, toY);
    }

    internal void LineTo(int toX, int toY)
    {
        var (dx, dy) = (toX - x, toY - y);
        (x, y) = (toX, toY);
        if (dy == 0)
        {
            StraightLine(dx, HorizontalLines, VerticalLines);
        }
        else if (dx == 0)
        {
            StraightLine(dy, VerticalLines, HorizontalLines);
        }
        else
        {
            Extend(Lines, [dx, dy]);
        }
    }

    internal void CurveTo(int x1, int y1, int x2, int y2, int toX, int toY)
    {
        Extend(Curves, [x1 - x, y1 - y, x2 - x1, y2 - y1, toX - x2, toY - y2]);
        (x, y) = (toX, toY);
    }

    /// <summary>Ends the glyph; open contours are closed by the interpreter.</summary>
    internal byte[] ToBytes()
    {
        Flush();
        bytes.Add(End);
        return [.. bytes];
    }

    /// <summary>Writes a whole number as charstrings and dictionaries of a CFF font have it.</summary>
    internal static void WriteNumber(List<byte> bytes, int value)
    {
        switch (value)
        {
            case >= -107 and <= 107:
                bytes.Add((byte)(value + 139));
                break;
            case >= 108 and <= 1131:
                bytes.Add((byte)(((value - 108) >> 8) + 247));
                bytes.Add((byte)(value - 108));
                break;
            case >= -1131 and <= -108:
                bytes.Add((byte)(((-value - 108) >> 8) + 251));
                bytes.Add((byte)(-value - 108));
                break;
            default:
                var number = checked((short)value);
                bytes.AddRange([28, (byte)(number >> 8), (byte)number]);
                break;
        }
    }

    // One operator takes lines that are horizontal and vertical in turn.
    private void StraightLine(int length, byte own, byte other)
    {
        if (length == 0)
        {
            return;
        }

        var continues = pending == (operands.Count % 2 == 0 ? own : other);
        Extend(continues ? pending : own, [length], restart: !continues);
    }

    private void Extend(byte operation, ReadOnlySpan<int> numbers, bool restart = false)
    {
        if (restart || pending != operation || operands.Count + numbers.Length > MostOperands)
        {
            Flush();
            pending = operation;
        }

        operands.AddRange(numbers);
    }

    private void Flush()
    {
        if (operands.Count == 0)
        {
            return;
        }

        operands.ForEach(WriteNumber);
        bytes.Add(pending);
        operands.Clear();
        pending = 0;
    }

    private void WriteNumber(int value) => WriteNumber(bytes, value);
}
