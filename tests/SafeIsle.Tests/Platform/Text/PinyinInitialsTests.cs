using SafeIsle.Platform.Text;
using Shouldly;
using Xunit;

namespace SafeIsle.Tests.Platform.Text;

public sealed class PinyinInitialsTests
{
    [Theory]
    [InlineData("张建国", "zjg")]
    [InlineData("欧阳娜娜", "oynn")]
    [InlineData("曾小明", "zxm")]
    [InlineData("单雄", "sx")]
    [InlineData("解放", "xf")]
    [InlineData("仇英", "qy")]
    [InlineData("区大伟", "odw")]
    [InlineData("查良", "zl")]
    [InlineData("朴志英", "pzy")]
    [InlineData("尉迟恭", "ycg")]
    [InlineData("万俟雪", "mqx")]
    [InlineData("万里", "wl")]
    [InlineData("单于飞", "cyf")]
    [InlineData("长孙平", "zsp")]
    [InlineData("令狐冲", "lhc")]
    public void Surnames_are_read_as_surnames(string name, string initials) => PinyinInitials.Of(name).ShouldBe(initials);

    [Theory]
    [InlineData("王曾", "wc")]
    [InlineData("李查", "lc")]
    public void The_same_character_in_a_given_name_is_read_as_usual(string name, string initials) =>
        PinyinInitials.Of(name).ShouldBe(initials);

    [Theory]
    [InlineData("阿依古丽·买买提", "ayglmmt")]
    [InlineData("Anna Li", "annali")]
    [InlineData("38号楼B座", "38hlbz")]
    [InlineData(" 王 芳 ", "wf")]
    [InlineData("張偉", "zw")]
    [InlineData("𠮷田", "jt")]
    [InlineData("王䶮", "wy")]
    [InlineData("〇", "l")]
    public void Letters_and_digits_stay_and_signs_go(string name, string initials) =>
        PinyinInitials.Of(name).ShouldBe(initials);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("·—（）")]
    [InlineData("\uD842")]
    [InlineData("\U0002A6D0")]
    public void What_has_no_reading_gives_nothing(string name)
    {
        PinyinInitials.Of(name).ShouldBe("");
        PinyinInitials.All(name).ShouldBeEmpty();
    }

    [Fact]
    public void Other_readings_follow_the_likeliest_one()
    {
        PinyinInitials.All("张建国").ShouldBe(["zjg"]);
        PinyinInitials.All("单建国").ShouldBe(["sjg", "djg", "cjg"]);
        PinyinInitials.All("王重阳").ShouldBe(["wzy", "wcy"]);
    }

    [Theory]
    [InlineData("单重行单重行单重行")]
    [InlineData("乐乐")]
    public void The_number_of_readings_is_bounded_and_the_first_is_the_plain_one(string name)
    {
        var all = PinyinInitials.All(name);
        all.Count.ShouldBeInRange(2, PinyinInitials.MostReadings);
        all.ShouldBeUnique();
        all[0].ShouldBe(PinyinInitials.Of(name));
    }
}
