using System.Collections.Frozen;
using System.Text.RegularExpressions;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>The words that registers use in their cells, and what they mean. Data, one line per meaning.</summary>
internal static partial class FieldWords
{
    internal const string Head = "户主";
    private const int Timeout = 5_000;

    // First the word of GB/T 4761, then what people write for it.
    private static readonly FrozenDictionary<string, string> RelationByWord = Table(
        "户主 本人 户主本人 自己 家长",
        "配偶 爱人 伴侣 夫妻",
        "夫 丈夫 老公",
        "妻 妻子 老婆 媳妇",
        "子 儿子 儿",
        "长子 大儿子",
        "次子 二儿子 小儿子",
        "独生子 独子",
        "女 女儿 闺女",
        "长女 大女儿",
        "次女 二女儿 小女儿",
        "独生女 独女",
        "儿媳 儿媳妇",
        "女婿",
        "孙子 孙",
        "孙女",
        "外孙子 外孙",
        "外孙女",
        "父亲 父 爸爸",
        "母亲 母 妈妈",
        "父母",
        "公公",
        "婆婆",
        "岳父 丈人",
        "岳母 丈母娘",
        "祖父 爷爷",
        "祖母 奶奶",
        "外祖父 姥爷 外公",
        "外祖母 姥姥 外婆",
        "兄 哥哥 哥",
        "弟 弟弟",
        "姐 姐姐",
        "妹 妹妹",
        "兄弟姐妹",
        "侄子 侄儿",
        "侄女",
        "外甥",
        "外甥女",
        "其他亲属 亲戚 亲属",
        "保姆 住家保姆 护工",
        "非亲属 朋友 同事 室友 合租 合租人 同住 同住人",
        "其他 其它");

    private static readonly FrozenDictionary<string, string> TenureByWord = Table(
        "Owner 自住 自有 业主 业主自住 房主 产权人 自购 自有住房 常住 户主 本人自住",
        "Tenant 租住 租户 租客 租房 承租 承租人 承租户 租赁 租 出租 出租房 已出租 出租户 租户户主 合租 合租户 租住户",
        "Shop 商铺 商户 店铺 门面 门面房 门店 经营 经营户 商用",
        "Other 借住 暂住 借住户 寄住 亲友借住 公租房 单位宿舍 宿舍 其他 其它");

    private static readonly FrozenDictionary<string, string> PresenceByWord = Table(
        "Home 在家 在 在住 常住 居家 在家居住 居住 是 长期居住 实住 在户 住 自住",
        "Away 外出 不在 不在家 不在住 离开 外地 外出务工 务工 出差 外住 否 未居住 不常住 长期外出 离家 住校 外出求学 上学 打工 外出打工 不住",
        "Vacant 空置 空房 空 空关 空户 闲置 未入住 无人 无人居住 空置房 没人住 未装修");

    private static readonly FrozenDictionary<string, string> SexByWord = Table("Male 男 男性 1 M", "Female 女 女性 2 F");

    private static readonly FrozenDictionary<string, string> DocumentByWord = Table(
        "ResidentId 身份证 居民身份证 二代身份证 二代证 户口簿 户口本 港澳台居民居住证 港澳居民居住证 台湾居民居住证 居住证",
        "Passport 护照 外国护照 中国护照",
        "HkMoPermit 港澳居民来往内地通行证 港澳通行证 回乡证 港澳居民通行证 港澳证 港澳来往内地通行证",
        "TaiwanPermit 台湾居民来往大陆通行证 台胞证 台湾通行证",
        "ForeignResidence 外国人永久居留身份证 外国人永久居留证 永久居留证 永居证 绿卡",
        "Other 其他 其它 军官证 士兵证 警官证 出生证 出生医学证明 其他证件");

    private static readonly FrozenDictionary<string, string> HereByWord = Table(
        "Yes 一致 人户一致 是 本地 户在 在册 1 01 户口在 在本社区 本社区 √ ✓ 户籍在此",
        "No 分离 人户分离 不一致 人户不一致 否 外地 户不在 2 02 空挂 不在册 不在本社区 × 户籍不在此 外来");

    /// <summary>Same as above: 同上, 〃, ″; in addresses also a single dash.</summary>
    internal static bool IsDitto(string text, bool dashToo = false) => text.Length is > 0 and <= 4 && (Ditto().IsMatch(text) || (dashToo && Dash().IsMatch(text)));

    /// <summary>The cell says that there is nothing: 无, /, -.</summary>
    internal static bool IsNothing(string text) => text is "无" or "没有" or "暂无" or "/" or "\\" or "-" or "--" or "—" or "——";

    internal static bool IsVacant(string text) => PresenceByWord.GetValueOrDefault(ChineseText.Key(text)) == "Vacant";

    /// <summary>The word of GB/T 4761, or null when it is not known.</summary>
    internal static string? Relation(string text) => RelationByWord.GetValueOrDefault(ChineseText.Key(text));

    internal static Tenure? TenureOf(string text) => Parse<Tenure>(TenureByWord, text);

    internal static Sex? SexOf(string text) => Parse<Sex>(SexByWord, text);

    internal static DocumentKind? DocumentOf(string text) => Parse<DocumentKind>(DocumentByWord, text);

    internal static bool? RegisteredHere(string text) => HereByWord.GetValueOrDefault(ChineseText.Key(text)) switch { "Yes" => true, "No" => false, _ => null };

    /// <summary>在家; 外出; 外出(上海), 在上海务工 → away, with the place. Null when it is not known.</summary>
    internal static (Presence Presence, string Where)? PresenceOf(string text)
    {
        var key = ChineseText.Key(text);
        if (PresenceByWord.TryGetValue(key, out var word))
        {
            return (word == "Home" ? Presence.Home : Presence.Away, "");
        }

        if (AwayWithPlace().Match(key) is not { Success: true } match)
        {
            return null;
        }

        var where = match.Groups["where"].Value;
        return where.Length == 0 || where is "家" or "本地" or "本小区" ? null : (Presence.Away, where);
    }

    /// <summary>A tick: true; a cross, a nought: false; null: something else.</summary>
    internal static bool? Tick(string text) => ChineseText.Key(text) switch
    {
        "√" or "✓" or "✔" or "☑" or "■" or "●" or "○" or "◎" or "是" or "有" or "对" or "1" or "Y" or "YES" or "TRUE" or "V" => true,
        "×" or "X" or "✗" or "✘" or "☐" or "□" or "否" or "无" or "不是" or "没有" or "0" or "N" or "NO" or "FALSE" or "-" or "--" or "/" => false,
        _ => null,
    };

    private static TEnum? Parse<TEnum>(FrozenDictionary<string, string> table, string text)
        where TEnum : struct, Enum =>
        table.TryGetValue(ChineseText.Key(text), out var name) ? Enum.Parse<TEnum>(name) : null;

    private static FrozenDictionary<string, string> Table(params string[] lines) =>
        lines.Select(static line => line.Split(' ')).SelectMany(static words => words, static (words, word) => (word, meaning: words[0]))
            .ToFrozenDictionary(static pair => pair.word, static pair => pair.meaning, StringComparer.Ordinal);

    [GeneratedRegex("^(?:同上|同前|上同|〃|″|\"|''|“|”|〞|↑|々)+$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Ditto();

    [GeneratedRegex("^[-–—―─]{1,2}$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Dash();

    [GeneratedRegex("^(?:外出|不在家?|去|现?在|现居|人在|外地|务工|出差)[(:,到去往在于至-]*(?<where>[^()]{2,30}?)(?:务工|打工|出差|居住|工作|上学|读书|求学|生活)?\\)?$|^(?<where>[^()]{2,10})(?:务工|打工|出差|上学|读书|求学)$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex AwayWithPlace();
}
