using SafeIsle.Screening.Travel;

namespace SafeIsle.Tests.Screening;

/// <summary>Made-up messages in the manner of each operator.</summary>
public sealed class OperatorSmsTests
{
    private static readonly DateOnly Today = new(2026, 3, 16);

    [Theory]
    [InlineData("您好,您在前14天内到达或途经:河南信阳,河南驻马店,湖北武汉（结果包含您在前14天内到访的国家（地区）与停留4小时以上的国内城市）。【中国联通】", "中国联通", "河南信阳|河南驻马店|湖北武汉", 14)]
    [InlineData("【中国移动】尊敬的客户，您好！您近14天内途经的省、市（停留4小时以上）分别为：河南省信阳市、河南省南阳市、湖北省宜昌市*。数据仅供参考。", "中国移动", "河南省信阳市|河南省南阳市|湖北省宜昌市", 14)]
    [InlineData("您于过去一个月内到访：四川省成都市;日本;泰国【中国电信】", "中国电信", "四川省成都市|日本|泰国", 30)]
    [InlineData("您好，您在前7天内到达或途经：上海市,江苏省苏州市(*),浙江省杭州市等地。", "运营商", "上海市|江苏省苏州市|浙江省杭州市", 7)]
    [InlineData("尊敬的用户：未查询到您近14天的行程记录。中国移动", "中国移动", "", 14)]
    [InlineData("您在前14天内到达或途经：无。中国联通", "中国联通", "", 14)]
    [InlineData("没有记录", "运营商", "", null)]
    [InlineData("【中国移动】您在前14天内到达或途经：【湖北省武汉市】【河南省信阳市】。", "中国移动", "湖北省武汉市|河南省信阳市", 14)]
    [InlineData("您在前14天内到达或途经：[湖北省武汉市][河南省信阳市]【中国联通】", "中国联通", "湖北省武汉市|河南省信阳市", 14)]
    [InlineData("您在前14天内到达或途经：...湖北省武汉市、河南省信阳市。中国电信", "中国电信", "湖北省武汉市|河南省信阳市", 14)]
    [InlineData("您在前14天内到达或途经：……湖北省武汉市。中国电信", "中国电信", "湖北省武汉市", 14)]
    [InlineData("您近14天到达：湖北省武汉市。途经：河南省信阳市。中国移动", "中国移动", "湖北省武汉市|河南省信阳市", 14)]
    [InlineData("您近14天到达：无；途经：河南省信阳市。中国移动", "中国移动", "河南省信阳市", 14)]
    [InlineData("您在前14天内到达或途经：1.湖北省武汉市 2.河南省信阳市。中国联通", "中国联通", "湖北省武汉市|河南省信阳市", 14)]
    [InlineData("您在前14天内到达或途经：1、湖北省武汉市。2、河南省信阳市。中国联通", "中国联通", "湖北省武汉市|河南省信阳市", 14)]
    [InlineData("您在前14天内到达或途经：①湖北省武汉市②江苏省无锡市。数据仅供参考，以实际到访为准。中国联通", "中国联通", "湖北省武汉市|江苏省无锡市", 14)]
    [InlineData("您近14天途经的城市分别为（停留4小时以上）：河南省信阳市、湖北省武汉市。中国移动", "中国移动", "河南省信阳市|湖北省武汉市", 14)]
    [InlineData("您在前14天内到达或途经：无锡市。中国联通", "中国联通", "无锡市", 14)]
    [InlineData("您近14天到访：没有到访记录。中国联通", "中国联通", "", 14)]
    [InlineData("您在前14天内到达或途经：上海市（到达）、湖北省武汉市（途经）、河南省信阳市（途经）。中国移动", "中国移动", "上海市|湖北省武汉市|河南省信阳市", 14)]
    [InlineData("您在前14天内到达或途经：上海市、武汉市（驻留2天）、信阳市。中国联通", "中国联通", "上海市|武汉市|信阳市", 14)]
    [InlineData("您近14天到达：湖北省武汉市，途经（停留4小时以上）的省市为：河南省信阳市。中国移动", "中国移动", "湖北省武汉市|河南省信阳市", 14)]
    public void What_each_operator_writes_is_read(string text, string name, string places, int? days)
    {
        var read = OperatorSms.Read(text, Today);
        read.Refused.ShouldBeFalse(read.Refusal);
        read.Value.Operator.ShouldBe(name);
        string.Join('|', read.Value.Names).ShouldBe(places);
        read.Value.Days.ShouldBe(days);
    }

    [Theory]
    [InlineData("截至2026年3月15日，您前14天内途经：信阳市", 2026, 3, 15)]
    [InlineData("截止12月28日,您前14天内途经：信阳市", 2025, 12, 28)]
    [InlineData("截至3月16日24时，您前14天内途经：信阳市", 2026, 3, 16)]
    public void Up_to_which_day_is_read(string text, int year, int month, int day) =>
        OperatorSms.Read(text, Today).Value.LastDay.ShouldBe(new DateOnly(year, month, day));

    [Theory]
    [InlineData("", "粘贴进来")]
    [InlineData("您的话费余额还有12元", "没有在短信里认出")]
    [InlineData("系统繁忙，请稍后再试。中国电信", "没有查成")]
    [InlineData("您输入的证件号后四位有误", "没有查成")]
    [InlineData("截至2月30日，您前14天内途经：信阳市", "日期不对")]
    [InlineData("您在前14天内到达或途经：", "没有粘贴全")]
    [InlineData("您在前14天内到达或途经：。中国联通", "没有粘贴全")]
    [InlineData("您在前14天内到达或途经：【中国联通】", "没有粘贴全")]
    [InlineData("您在前14天内到达或途经：……", "没有粘贴全")]
    [InlineData("您在前14天内到达或途经：。暂无境外漫游记录。中国移动", "没有粘贴全")]
    [InlineData("国内到访：。境外到访：无。中国移动", "没有粘贴全")]
    [InlineData("您在前14天内到达或途经湖北省武汉市，暂无境外漫游记录。中国移动", "没有在短信里认出")]
    [InlineData("如无需查询行程，请退订。中国移动", "没有在短信里认出")]
    public void What_cannot_be_read_is_said(string text, string why) => OperatorSms.Read(text, Today).Refusal.ShouldNotBeNull().ShouldContain(why);

    [Fact]
    public void Many_cities_are_read_and_too_many_are_refused()
    {
        OperatorSms.Read("您前14天内途经：" + string.Join("、", Enumerable.Range(1, 35).Select(i => $"城市{i}市")), Today).Value.Names.Count.ShouldBe(35);
        OperatorSms.Read("您前14天内途经：" + string.Join("、", Enumerable.Range(1, OperatorSms.MostPlaces + 1).Select(i => $"城市{i}市")), Today).Refused.ShouldBeTrue();
        OperatorSms.Read(new string('长', OperatorSms.MostText + 1), Today).Refused.ShouldBeTrue();
    }
}
