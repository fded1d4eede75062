using System.Collections.Frozen;
using System.Text.RegularExpressions;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>The words with which registers head their columns.</summary>
public static partial class ColumnWords
{
    // How sure a heading is understood; of two columns for the same thing the surer one wins.
    internal const int Exact = 100;
    internal const int OfHead = 60;
    internal const int Part = 40;

    private const int LongestHeading = 24;
    private const int Timeout = 5_000;

    private static readonly (RegisterColumn Column, string Name, string Synonyms)[] Table =
    [
        (RegisterColumn.None, "不导入", "序号 编号 行号 顺序号 总序号 NO 民族 籍贯 婚姻状况 文化程度 政治面貌 宗教信仰 职业 工作单位 曾用名"),
        (RegisterColumn.Compound, "小区", "小区 小区名称 所属小区 片区 期 期数 组团 苑区"),
        (RegisterColumn.Building, "楼栋", "楼栋 楼栋号 楼号 栋号 幢号 楼幢 楼幢号 号楼 楼 栋 幢 座 座号 楼宇 楼座 栋"),
        (RegisterColumn.Unit, "单元", "单元 单元号"),
        (RegisterColumn.Floor, "楼层", "楼层 层 所在楼层 所在层"),
        (RegisterColumn.Room, "房号", "房号 室号 室 房间 房间号 门牌 门牌号 门号 户室 户室号 房屋号 房室号 房屋编号"),
        (RegisterColumn.Address, "住址", "住址 地址 现住址 现住地址 现住地 家庭住址 家庭地址 居住地址 居住地 详细地址 房屋地址 住房地址 房屋坐落 楼栋房号 楼号房号 楼栋单元房号 楼栋门牌 楼房号 门牌地址 住宅地址"),
        (RegisterColumn.HouseholdNumber, "户号", "户号 户编号 家庭编号 户序号 住户编号"),
        (RegisterColumn.Name, "姓名", "姓名 名字 成员姓名 住户姓名 居民姓名 人员姓名 家庭成员 家庭成员姓名 居住人 居住人姓名 现住人 现住人姓名 住户 居民"),
        (RegisterColumn.HeadName, "户主姓名", "户主 户主姓名 业主 业主姓名 房主 房主姓名 产权人 产权人姓名"),
        (RegisterColumn.Relation, "与户主关系", "与户主关系 关系 家庭关系 户主关系 与业主关系 与房主关系 成员关系 和户主关系"),
        (RegisterColumn.Tenure, "居住类型", "居住类型 居住性质 居住类别 居住方式 房屋性质 房屋状态 房屋用途 房屋类型 住户类型 住户类别 住户性质 人员类别 人员类型 租住情况 产权性质 业主/租户 自住/出租 自住/租住 是否租住 是否出租"),
        (RegisterColumn.DocumentKind, "证件类型", "证件类型 证件种类 证件类别 证件名称"),
        (RegisterColumn.DocumentNumber, "证件号码", "证件号码 证件号 身份证 身份证号 身份证号码 公民身份号码 公民身份证号码 身份证件号码 居民身份证号"),
        (RegisterColumn.Sex, "性别", "性别"),
        (RegisterColumn.BirthDate, "出生日期", "出生日期 出生年月 出生年月日 出生 生日 出生时间"),
        (RegisterColumn.Age, "年龄", "年龄 周岁 岁数"),
        (RegisterColumn.Phone, "电话", "电话 联系电话 手机 手机号 手机号码 联系方式 联系号码 电话号码 移动电话 本人电话 电话1 联系电话1"),
        (RegisterColumn.Phone2, "备用电话", "备用电话 电话2 联系电话2 固定电话 固话 座机 其他电话 家庭电话 备用号码 第二联系电话"),
        (RegisterColumn.Presence, "在家情况", "在家情况 是否在家 居住状态 居住情况 实际居住情况 在住情况 是否在住 是否居住 是否常住 现状 目前状态 人员状态 在家/外出"),
        (RegisterColumn.AwayWhere, "外出地点", "外出地点 外出地 外出去向 外出地址 去向 现居地"),
        (RegisterColumn.RegisteredHere, "人户一致", "人户一致 人户是否一致 是否人户一致 人户一致标识 人户情况 人户状态 户籍情况 是否本地户籍 是否本社区户籍"),
        (RegisterColumn.RegisteredAddress, "户籍地址", "户籍地址 户籍地 户籍 户籍所在地 户籍详址 户口所在地 户口地址 户口地"),
        (RegisterColumn.Tags, "关怀标签", "标签 关怀标签 人群标签 特殊人群 特殊群体 特殊情况 重点人群 人群类别 特殊需求 需求 帮扶类型 健康状况 关爱对象"),
        (RegisterColumn.TagTick, "关怀标签(打勾列)", ""),
        (RegisterColumn.Medicine, "用药", "用药 药品 药名 药品名称 服用药物 用药名称 用药情况 所需药品 慢病药品 常用药 常用药品 长期用药 慢病用药"),
        (RegisterColumn.Note, "备注", "备注 说明 情况说明 其他 其它 其他情况 备注说明"),
        (RegisterColumn.TenantName, "租户姓名", "租户 租户姓名 租客 租客姓名 承租人 承租人姓名 租住人 租住人姓名"),
        (RegisterColumn.TenantPhone, "租户电话", "租户电话 租户手机"),
        (RegisterColumn.TenantDocumentNumber, "租户证件号码", "租户身份证号 租户证件号"),
    ];

    private static readonly FrozenDictionary<string, RegisterColumn> ByWord =
        Table.SelectMany(static row => row.Synonyms.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(row.Name).Distinct(StringComparer.Ordinal), static (row, word) => (word, row.Column))
            .ToFrozenDictionary(static pair => pair.word, static pair => pair.Column, StringComparer.Ordinal);

    // Longest first, so that 户籍地址 is not taken for 地址.
    private static readonly string[] PartWords = [.. ByWord.Keys.Where(static word => word.Length > 1).OrderByDescending(static word => word.Length)];

    /// <summary>The column's Chinese name, for choosing it on a page.</summary>
    public static string NameOf(RegisterColumn column) => Table.First(row => row.Column == column).Name;

    /// <summary>Every column that may stand on several columns of a sheet.</summary>
    public static bool MayRepeat(RegisterColumn column) =>
        column is RegisterColumn.None or RegisterColumn.Tags or RegisterColumn.TagTick or RegisterColumn.Note;

    /// <summary>A heading without remarks in brackets, blanks, stars and colons.</summary>
    internal static string KeyOf(string heading)
    {
        var key = Bracketed().Replace(ChineseText.Key(heading), "").Trim('*', ':', '.', ',', '-');
        return key.Length > LongestHeading ? "" : key;
    }

    /// <summary>What a single heading means, and how surely; 0 when it is not known.</summary>
    internal static (RegisterColumn Column, int Sureness) Match(string key)
    {
        if (key.Length == 0)
        {
            return (RegisterColumn.None, 0);
        }

        if (ByWord.TryGetValue(key, out var exact))
        {
            return (exact, Exact);
        }

        if (SomebodyElse().IsMatch(key) || ManyDigits().IsMatch(key))
        {
            return (RegisterColumn.None, 0);
        }

        if (Tenant().Match(key) is { Success: true } tenant)
        {
            return TenantColumn(Match(tenant.Groups["rest"].Value).Column);
        }

        if (Head().Match(key) is { Success: true } head && Match(head.Groups["rest"].Value) is { Sureness: > 0 } rest)
        {
            return (rest.Column == RegisterColumn.Name ? RegisterColumn.HeadName : rest.Column, OfHead);
        }

        if (key.StartsWith("户籍", StringComparison.Ordinal) && key.EndsWith("地址", StringComparison.Ordinal))
        {
            return (RegisterColumn.RegisteredAddress, OfHead);
        }

        var part = Array.Find(PartWords, word => key.Contains(word, StringComparison.Ordinal));
        return part is null ? (RegisterColumn.None, 0) : (ByWord[part], Part + part.Length);
    }

    private static (RegisterColumn Column, int Sureness) TenantColumn(RegisterColumn rest) => rest switch
    {
        RegisterColumn.None or RegisterColumn.Name => (RegisterColumn.TenantName, Exact),
        RegisterColumn.Phone => (RegisterColumn.TenantPhone, Exact),
        RegisterColumn.DocumentNumber => (RegisterColumn.TenantDocumentNumber, Exact),
        _ => (RegisterColumn.None, 0),
    };

    [GeneratedRegex(@"\([^()]*\)|\[[^\[\]]*\]", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Bracketed();

    [GeneratedRegex("^(?:紧急联系人|联系人|网格员|楼长|楼栋长|单元长|监护人|物业|填表人|登记人|包保)", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex SomebodyElse();

    [GeneratedRegex("[0-9].+|[0-9]{2,}", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex ManyDigits();

    [GeneratedRegex("^(?:租户|租客|承租人|租住人|承租户)(?:信息|情况|资料)?(?<rest>.*)$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Tenant();

    [GeneratedRegex("^(?:户主|业主|房主|产权人|本人|住户|居民|人员|成员)(?:信息|情况|资料|基本信息)?(?<rest>.+)$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Head();
}
