using SafeIsle.Platform.Text;

namespace SafeIsle.Tests.Platform.Text;

public sealed class ChineseTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("\u3000 张三\u00A0\u200B", "张三")]
    [InlineData("\u3164\u2800\uFFA0\u115F\u1160\u2061\u206A\uFFF9", "")]
    [InlineData("\uFF13\uFF18号楼\uFF0D\uFF21", "38号楼-A")]
    [InlineData("你好\uFF0C世界\uFF01\uFF08一期\uFF09", "你好\uFF0C世界\uFF01\uFF08一期\uFF09")]
    [InlineData("两\r\n\t行", "两 行")]
    [InlineData("\uFEFF𠮷\u0007田", "𠮷田")]
    [InlineData("\uFA0C\u2F00", "\uFA0C\u2F00")]
    public void Text_for_people_keeps_its_Chinese(string? text, string clean) => ChineseText.Clean(text).ShouldBe(clean);

    [Theory]
    [InlineData("\uFF13\uFF18\uFF0C\uFF08甲\uFF09\uFF1A\u3001\u3002", "38,(甲):,.")]
    [InlineData("38\u20142\u2013501\u2212A", "38-2-501-A")]
    [InlineData("\u201C38\u201D\u3010甲\u3011", "\"38\"[甲]")]
    public void Text_for_machines_is_half_width(string text, string half) => ChineseText.Halfwidth(text).ShouldBe(half);

    [Fact]
    public void Keys_have_no_blanks_and_no_case() => ChineseText.Key(" 身份\u3000证 号\uFF41b ").ShouldBe("身份证号AB");

    [Fact]
    public void Nothing_is_cut_in_half()
    {
        ChineseText.Cut("田𠮷", 2).ShouldBe("田");
        ChineseText.Cut("田𠮷", 3).ShouldBe("田𠮷");
        ChineseText.Cut("田𠮷田田", 4, "…").ShouldBe("田𠮷…");
        ChineseText.Cut("田𠮷田", 3, "…").ShouldBe("田…");
    }

    [Theory]
    [InlineData("38", 38)]
    [InlineData("三十八", 38)]
    [InlineData("三八", 38)]
    [InlineData("十", 10)]
    [InlineData("十二", 12)]
    [InlineData("二十", 20)]
    [InlineData("廿一", 21)]
    [InlineData("一百零二", 102)]
    [InlineData("一百一十", 110)]
    [InlineData("两百", 200)]
    [InlineData("五〇一", 501)]
    [InlineData("零", 0)]
    public void Chinese_numbers_are_read(string text, int number)
    {
        ChineseNumber.TryParse(text, out var read).ShouldBeTrue();
        read.ShouldBe(number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("甲")]
    [InlineData("十百")]
    [InlineData("二三十")]
    [InlineData("1234567")]
    public void Others_are_not(string text) => ChineseNumber.TryParse(text, out _).ShouldBeFalse();
}
