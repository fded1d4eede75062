namespace SafeIsle.Platform.Sheets;

/// <summary>Counts what reading a workbook really unpacks and keeps, and stops it at the limits.</summary>
internal sealed class UnpackBudget(SheetLimits limits, long fileBytes)
{
    private readonly long mostBytes = Math.Min(limits.MaxUnpackedBytes, Math.Max(limits.RatioFreeBytes, fileBytes * limits.MaxRatio));
    private long bytes;
    private long bytesSinceNode;
    private int cells;
    private int rows;
    private long characters;

    internal void Unpacked(int count)
    {
        bytes += count;
        bytesSinceNode += count;
        if (bytes > mostBytes || bytesSinceNode > limits.MaxNodeBytes)
        {
            throw new SheetRefusedException(SheetRefusal.Bomb);
        }
    }

    /// <summary>The XML reader has come to a next tag or text: what it held before is free again.</summary>
    internal void NodeDone() => bytesSinceNode = 0;

    internal void KeepCells(int count)
    {
        cells += count;
        if (cells > limits.MaxCells)
        {
            throw new SheetRefusedException(SheetRefusal.TooMuchText);
        }
    }

    internal void KeepRow()
    {
        if (++rows > limits.MaxRows)
        {
            throw new SheetRefusedException(SheetRefusal.TooManyRows(limits));
        }
    }

    internal string KeepText(string text)
    {
        characters += text.Length;
        if (characters > limits.MaxCharacters)
        {
            throw new SheetRefusedException(SheetRefusal.TooMuchText);
        }

        return text;
    }
}

/// <summary>The unpacking side of one part, counted.</summary>
internal sealed class BudgetedStream(Stream inner, UnpackBudget budget) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        budget.Unpacked(read);
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
