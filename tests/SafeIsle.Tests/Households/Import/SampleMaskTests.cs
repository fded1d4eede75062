using SafeIsle.Households.Import;

namespace SafeIsle.Tests.Households.Import;

/// <summary>What is shown of long numbers in a file's cells.</summary>
public sealed class SampleMaskTests
{
    [Theory]
    [InlineData("14294316724", "142****6724")]
    [InlineData("142 9431 6724", "142****6724")]
    [InlineData("990000200001011234", "990000********1234")]
    [InlineData("99000020000101123X", "990000********123X")]
    [InlineData("打14294316724找他", "打142****6724找他")]
    [InlineData("6222021234567", "622****67")]
    public void The_middle_of_a_long_number_is_hidden(string cell, string shown) => SampleMask.Of(cell).ShouldBe(shown);

    [Theory]
    [InlineData("142****7649")]
    [InlineData("142********")]
    [InlineData("990000********123X")]
    [InlineData("38号楼2单元501室")]
    [InlineData("2026-11-24")]
    public void What_came_masked_and_what_is_short_stays_as_it_came(string cell) => SampleMask.Of(cell).ShouldBe(cell);

    [Fact]
    public void One_star_hides_nothing() => SampleMask.Of("1429431672*").ShouldNotContain("9431");
}
