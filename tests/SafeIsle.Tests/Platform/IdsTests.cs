using System.Diagnostics;
using SafeIsle.Platform;

namespace SafeIsle.Tests.Platform;

public sealed class IdsTests
{
    [Fact]
    public void A_blind_id_holds_no_time_and_is_the_same_for_the_same_words()
    {
        foreach (var id in new[] { Ids.Blind(), Ids.BlindOf("甲") })
        {
            (id.Version, id.Variant & 0b1100).ShouldBe((4, 0b1000));
        }

        Ids.Blind().ShouldNotBe(Ids.Blind());
        Ids.BlindOf("甲").ShouldBe(Ids.BlindOf("甲"));
        Ids.BlindOf("甲").ShouldNotBe(Ids.BlindOf("乙"));
        var row = Ids.New();
        Ids.Of(row, "a").ShouldBe(Ids.Of(row, "a"));
        new[] { Ids.Of(row, "b"), Ids.Of(Ids.New(), "a") }.ShouldNotContain(Ids.Of(row, "a"));
    }

    [Fact]
    public void Ids_are_of_version_7_and_stand_in_the_order_they_were_made()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 2_000; i++)
        {
            ids.Add(Ids.New());
            for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMicroseconds(1);)
            {
                Thread.SpinWait(1);
            }
        }

        ids.ShouldAllBe(id => id.Version == 7 && (id.Variant & 0b1100) == 0b1000);
        ids.ShouldBe(ids.Order());
        ids.Distinct().Count().ShouldBe(ids.Count);
    }
}
