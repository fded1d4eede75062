using System.Diagnostics;
using SafeIsle.Platform;

namespace SafeIsle.Tests.Platform;

public sealed class IdsTests
{
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
