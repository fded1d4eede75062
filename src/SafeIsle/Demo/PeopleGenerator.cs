using SafeIsle.Households;

namespace SafeIsle.Demo;

/// <summary>
/// Makes up people: the same seed gives the same people, and none of them exists. ID numbers carry the region 990000, which was never
/// assigned; phones begin with 142, which no operator has.
/// </summary>
public sealed class PeopleGenerator(int seed, DateOnly today)
{
    private const string Region = "990000";

    private static readonly string[] Surnames =
    [
        "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高", "罗", "郑", "梁", "谢", "宋", "唐",
        "许", "韩", "冯", "邓", "曹", "彭", "曾", "萧", "田", "董", "潘", "袁", "蔡", "蒋", "余", "于", "杜", "叶", "程", "魏", "苏", "吕", "丁", "任", "卢",
        "姚", "沈", "钟", "姜", "崔", "谭", "陆", "范", "汪", "廖", "石", "金", "韦", "贾", "夏", "付", "方", "邹", "熊", "白", "孟", "秦", "邱", "侯", "江",
        "尹", "薛", "闫", "段", "雷", "龙", "史", "陶", "贺", "毛", "郝", "顾", "龚", "邵", "万", "覃", "武", "钱", "戴", "严", "莫", "孔", "向", "常", "汤",
        "单", "解", "仇", "欧阳", "诸葛", "上官", "司徒",
    ];

    /// <summary>Names of a generation that an ear takes for a man's or a woman's: a couple must read like one.</summary>
    internal static readonly string[] OlderMen =
        ["建国", "国强", "志明", "德明", "金生", "福根", "宝华", "永康", "荣华", "根发", "学文", "庆生", "水生", "正明", "长富"];

    internal static readonly string[] OlderWomen =
        ["秀英", "桂兰", "玉珍", "淑芬", "文英", "凤英", "美珍", "惠芳", "阿妹", "玉梅", "素珍", "月娥", "丽华", "秀兰", "彩凤", "翠英"];

    internal static readonly string[] YoungerMen =
        ["伟", "磊", "洋", "勇", "杰", "涛", "鹏", "浩然", "宇轩", "思远", "俊杰", "明轩", "天佑", "晓东", "海波", "志强", "文博", "振宇"];

    internal static readonly string[] YoungerWomen =
        ["芳", "静", "艳", "娟", "霞", "婷", "子涵", "欣怡", "梓萱", "雨桐", "佳琪", "嘉怡", "梦瑶", "若曦", "晓燕", "春梅", "丽娜", "雅琴", "倩"];

    private static readonly string[] Medicines =
    [
        "苯磺酸氨氯地平片", "缬沙坦胶囊", "盐酸二甲双胍片", "阿卡波糖片", "阿托伐他汀钙片", "硫酸氢氯吡格雷片", "甘精胰岛素", "左甲状腺素钠片", "沙丁胺醇气雾剂",
    ];

    private static readonly string[] AwayPlaces = ["老家过年", "外地出差", "单位宿舍", "子女家", "学校住宿", "外地就医陪护"];

    private readonly Random random = new(seed);
    private readonly HashSet<string> numbers = new(StringComparer.Ordinal);

    /// <summary>A household of that many members, the head first.</summary>
    public IReadOnlyList<PersonFacts> Household(int size, Tenure tenure, double atHome)
    {
        var elders = tenure == Tenure.Owner && size <= 2 && random.NextDouble() < 0.45;
        var headAge = elders ? random.Next(66, 93) : tenure == Tenure.Owner ? random.Next(32, 66) : random.Next(22, 46);
        var surname = Surname();
        var home = random.NextDouble() < atHome;
        var headSex = AnySex();
        var members = new List<PersonFacts>(size);
        for (var i = 0; i < size; i++)
        {
            members.Add(Member(i, size, headAge, headSex, surname, tenure, home));
        }

        return members;
    }

    private PersonFacts Member(int i, int size, int headAge, Sex headSex, string surname, Tenure tenure, bool home)
    {
        var (age, relation, sex, family) = i switch
        {
            0 => (headAge, "户主", headSex, surname),
            1 => (Math.Max(20, headAge + random.Next(-4, 4)), "配偶", headSex == Sex.Male ? Sex.Female : Sex.Male, Surname()),
            _ when headAge > 62 => Child(headAge - random.Next(24, 32)),
            4 => (headAge + random.Next(22, 30), "母亲", Sex.Female, Surname()),
            _ => Child(Math.Max(0, headAge - random.Next(23, 36))),
        };
        var born = today.AddYears(-age).AddDays(-random.Next(1, 364));
        var away = !home || random.NextDouble() < 0.06;
        var registeredHere = tenure == Tenure.Owner && random.NextDouble() < 0.8;
        var tags = Tags(age, sex, alone: size == 1 && age >= 65);
        return new()
        {
            Name = family + Given(age, sex),
            Relation = relation,
            Sex = sex,
            BirthDate = born,
            DocumentKind = DocumentKind.ResidentId,
            DocumentNumber = IdNumber(born, sex),
            Phones = tags.ContainsKey(CareTags.NoPhone) || age < 12 ? [] : [Phone()],
            Presence = away ? Presence.Away : Presence.Home,
            AwayWhere = away ? Pick(AwayPlaces) : "",
            RegisteredHere = registeredHere,
            RegisteredAddress = registeredHere ? "" : "外省（测试数据）",
            Tags = tags,
        };

        (int Age, string Relation, Sex Sex, string Family) Child(int years)
        {
            var own = AnySex();
            return (years, own == Sex.Male ? "子" : "女", own, surname);
        }
    }

    private Sex AnySex() => random.Next(2) == 0 ? Sex.Male : Sex.Female;

    private Dictionary<string, string> Tags(int age, Sex sex, bool alone)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(CareTags.Alone, alone);
        Add(CareTags.Elder, age >= 80);
        Add(CareTags.Infant, age < 3);
        Add(CareTags.NoPhone, age >= 75 && Chance(0.15));
        Add(CareTags.Pregnant, sex == Sex.Female && age is >= 22 and <= 40 && Chance(0.03));
        Add(CareTags.Medicine, age >= 50 && Chance(0.18), Pick(Medicines));
        Add(CareTags.Dialysis, age >= 45 && Chance(0.003), "每周二、四、六");
        Add(CareTags.Disabled, Chance(0.006), "行动不便");
        Add(CareTags.MedicFamily, Chance(0.01));
        Add(CareTags.Hardship, Chance(0.01));
        Add(CareTags.Volunteer, age is >= 20 and <= 60 && Chance(0.02));
        return tags;

        void Add(string tag, bool has, string detail = "")
        {
            if (has)
            {
                tags[tag] = detail;
            }
        }
    }

    private bool Chance(double share) => random.NextDouble() < share;

    private string Surname() => Surnames[Math.Min(random.Next(Surnames.Length), random.Next(Surnames.Length))];

    private string Given(int age, Sex sex) => Pick((age >= 50, sex) switch
    {
        (true, Sex.Female) => OlderWomen,
        (true, _) => OlderMen,
        (false, Sex.Female) => YoungerWomen,
        (false, _) => YoungerMen,
    });

    private string Pick(string[] words) => words[random.Next(words.Length)];

    private string Phone() => $"142{random.Next(100_000_000):D8}";

    private string IdNumber(DateOnly born, Sex sex)
    {
        while (true)
        {
            // Odd numbers are men.
            var number = (random.Next(500) * 2) + (sex == Sex.Male ? 1 : 0);
            var id = ResidentIdNumber.Complete($"{Region}{born:yyyyMMdd}{number:D3}");
            if (numbers.Add(id))
            {
                return id;
            }
        }
    }
}
