using SafeIsle.Places;
using SafeIsle.Places.Plan;

namespace SafeIsle.Tests.Places.Plan;

/// <summary>The schematic: nothing overlaps, nothing leaves the sheet, and a phone's reader reads the numbers.</summary>
public sealed class PlanLayoutTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 0)]
    [InlineData(0, 30)]
    [InlineData(20, 36)]
    [InlineData(156, 0)]
    [InlineData(120, 36)]
    public void Boxes_stand_apart_in_order_inside_of_the_border(int towers, int villas)
    {
        var (boxes, height) = PlanLayout.Of([.. Enumerable.Repeat(BuildingKind.Villa, villas), .. Enumerable.Repeat(BuildingKind.Tower, towers)]);
        boxes.Count.ShouldBe(towers + villas);
        foreach (var (box, i) in boxes.Select((b, i) => (b, i)))
        {
            box.X.ShouldBeGreaterThanOrEqualTo(PlanLayout.Margin);
            (box.X + box.Width).ShouldBeLessThanOrEqualTo(PlanLayout.Width - PlanLayout.Margin);
            box.Y.ShouldBeGreaterThanOrEqualTo(PlanLayout.Margin);
            (box.Y + box.Height).ShouldBeLessThanOrEqualTo(height - PlanLayout.Margin);
            boxes.Skip(i + 1).ShouldAllBe(o => o.X >= box.X + box.Width || o.X + o.Width <= box.X || o.Y >= box.Y + box.Height || o.Y + o.Height <= box.Y);
            // As people walk: to the right, then the next row.
            (i == 0 || i == villas || boxes[i - 1].Y < box.Y || (boxes[i - 1].Y.Equals(box.Y) && boxes[i - 1].X < box.X)).ShouldBeTrue();
        }

        if (towers > 0 && villas > 0)
        {
            boxes[0].Width.ShouldBeLessThan(boxes[villas].Width);
            boxes[0].Y.ShouldBeGreaterThan(boxes[^1].Y);
        }

        // 358 px are left of 390: three digits need 24 of them.
        boxes.Skip(villas).ShouldAllBe(b => b.Width * 358 / PlanLayout.Width >= 23);
        height.ShouldBeLessThan(1500);
    }

    [Fact]
    public void An_empty_compound_is_an_empty_sheet()
    {
        var (boxes, height) = PlanLayout.Of([]);
        boxes.ShouldBeEmpty();
        height.ShouldBe(2 * PlanLayout.Margin);
    }
}
