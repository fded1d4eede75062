using SafeIsle.Platform;

namespace SafeIsle.Tests.Platform;

/// <summary>Shares as people read them.</summary>
public sealed class ShareTests
{
    [Theory]
    [InlineData(2, 12, 17)]
    [InlineData(1, 8, 13)] // 12.5: half goes up
    [InlineData(1, 3, 33)]
    [InlineData(0, 12, 0)]
    [InlineData(12, 12, 100)]
    [InlineData(249, 250, 99)] // 99.6: one is missing
    [InlineData(1, 250, 1)] // 0.4: one is there
    [InlineData(13, 12, 100)]
    [InlineData(2_000_000_000, 4_000_000_000, 50)]
    public void Half_goes_up_and_all_and_nothing_mean_what_they_say(long part, long whole, int percent) => Share.Percent(part, whole).ShouldBe(percent);

    [Fact]
    public void Of_nothing_it_is_what_the_asker_says()
    {
        Share.Percent(0, 0).ShouldBe(0);
        Share.Percent(0, 0, ofNone: 100).ShouldBe(100);
    }
}
