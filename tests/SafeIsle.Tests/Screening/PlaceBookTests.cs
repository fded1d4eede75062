using SafeIsle.Divisions;

namespace SafeIsle.Tests.Screening;

/// <summary>Places by the names that people and operators use.</summary>
public sealed class PlaceBookTests
{
    [Theory]
    [InlineData("信阳", "河南省信阳市")]
    [InlineData("信阳市", "河南省信阳市")]
    [InlineData("河南信阳", "河南省信阳市")]
    [InlineData("河南省信阳市", "河南省信阳市")]
    [InlineData("中国河南省信阳市平桥区", "河南省信阳市平桥区")]
    [InlineData("驻马店", "河南省驻马店市")]
    [InlineData("南阳", "河南省南阳市")]
    [InlineData("武汉", "湖北省武汉市")]
    [InlineData("武汉洪山", "湖北省武汉市洪山区")]
    [InlineData("宜昌", "湖北省宜昌市")]
    [InlineData("孝感", "湖北省孝感市")]
    [InlineData("四川", "四川省")]
    [InlineData("北京", "北京市")]
    [InlineData("北京市朝阳区", "北京市朝阳区")]
    [InlineData("上海浦东", "上海市浦东新区")]
    [InlineData("恩施州", "")]
    [InlineData("恩施土家族苗族自治州", "湖北省恩施土家族苗族自治州")]
    [InlineData("内蒙古", "内蒙古自治区")]
    [InlineData("广西", "广西壮族自治区")]
    [InlineData("吉林市", "吉林省吉林市")]
    [InlineData("长沙", "湖南省长沙市")]
    [InlineData("东莞", "广东省东莞市")]
    [InlineData("济源", "河南省济源市")]
    [InlineData("神农架", "湖北省神农架林区")]
    [InlineData("香港", "香港特别行政区")]
    [InlineData("台湾", "台湾省")]
    [InlineData("泰国", "泰国")]
    [InlineData("境外", "境外")]
    [InlineData("火星", "")]
    [InlineData("", "")]
    public void One_name_is_one_place(string said, string path) =>
        string.Join('|', PlaceBook.Find(said).Select(p => p.Path)).ShouldBe(path);

    [Theory]
    [InlineData("朝阳区", "北京市朝阳区", "吉林省长春市朝阳区")]
    [InlineData("鼓楼区", "江苏省南京市鼓楼区", "福建省福州市鼓楼区")]
    [InlineData("吉林", "吉林省", "吉林省吉林市")]
    public void Names_that_repeat_are_all_offered(string said, params string[] among)
    {
        var found = PlaceBook.Find(said).Select(p => p.Path).ToList();
        foreach (var path in among)
        {
            found.ShouldContain(path);
        }
    }

    [Fact]
    public void A_finer_code_is_known_by_what_is_around_it()
    {
        PlaceBook.Of(411503001001)!.Path.ShouldBe("河南省信阳市平桥区");
        PlaceBook.Of(420100000000)!.Path.ShouldBe("湖北省武汉市");
        PlaceBook.Of(900764000000)!.Path.ShouldBe("泰国");
        PlaceBook.Of(990000000000).ShouldBeNull();
    }

    [Fact]
    public void A_country_lies_abroad() =>
        SafeIsle.Platform.Access.PlaceCode.Covers(PlaceBook.Abroad, PlaceBook.Find("日本")[0].Code).ShouldBeTrue();
}
