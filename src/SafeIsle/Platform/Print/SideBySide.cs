namespace SafeIsle.Platform.Print;

/// <summary>Two columns of blocks, such as the rules on the left and a QR code on the right. Both stay on one page; what is higher than a page is made smaller.</summary>
/// <param name="Left">Blocks of the left column, which takes the width that remains.</param>
/// <param name="Right">Blocks of the right column.</param>
/// <param name="RightMm">Width of the right column in millimetres.</param>
public sealed record SideBySide(IReadOnlyList<Block> Left, IReadOnlyList<Block> Right, double RightMm) : Block
{
    private const double Gap = 6 * A4.Mm;

    internal override void Place(Flow flow)
    {
        var rightWidth = RightMm * A4.Mm;
        var leftWidth = flow.Width - rightWidth - Gap;
        var left = flow.Island(Left, leftWidth);
        var right = flow.Island(Right, rightWidth);
        var height = Math.Max(left.Height, right.Height);
        flow.Need(Math.Min(height, flow.PageHeight));
        var scale = Math.Min(1, flow.Remaining / height);
        flow.Add(new GroupMark(left.Marks, flow.Left, flow.Y, scale));
        flow.Add(new GroupMark(right.Marks, flow.Left + flow.Width - (rightWidth * scale), flow.Y, scale));
        flow.Y += height * scale;
    }
}
