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

    private static readonly string[] OlderGiven =
    [
        "建国", "国强", "秀英", "桂兰", "玉珍", "志明", "淑芬", "文英", "德明", "凤英", "金生", "美珍", "福根", "惠芳", "宝华", "阿妹", "永康", "玉梅",
        "荣华", "素珍", "根发", "月娥", "学文", "丽华", "庆生", "秀兰", "水生", "彩凤", "正明", "翠英",
    ];

    private static readonly string[] YoungerGiven =
    [
        "伟", "芳", "敏", "静", "磊", "洋", "艳", "勇", "杰", "娟", "涛", "霞", "鹏", "婷", "浩然", "子涵", "欣怡", "宇轩", "梓萱", "一诺", "思远", "雨桐",
        "佳琪", "俊杰", "晨曦", "嘉怡", "明轩", "梦瑶", "天佑", "若曦", "晓东", "晓燕", "海波", "春梅", "志强", "丽娜", "文博", "雅琴", "振宇", "倩",
    ];

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
        var members = new List<PersonFacts>(size);
        for (var i = 0; i < size; i++)
        {
            members.Add(Member(i, size, headAge, surname, tenure, home));
        }

        return members;
    }

    private PersonFacts Member(int i, int size, int headAge, string surname, Tenure tenure, bool home)
    {
        var (age, relation, sex, family) = i switch
        {
            0 => (headAge, "户主", random.Next(2) == 0 ? Sex.Male : Sex.Female, surname),
            1 => (Math.Max(20, headAge + random.Next(-4, 4)), "配偶", random.Next(2) == 0 ? Sex.Male : Sex.Female, Surname()),
            _ when headAge > 62 => (headAge - random.Next(24, 32), random.Next(2) == 0 ? "子" : "女", Sex.Unknown, surname),
            4 => (headAge + random.Next(22, 30), "父母", Sex.Female, Surname()),
            _ => (Math.Max(0, headAge - random.Next(23, 36)), random.Next(2) == 0 ? "子" : "女", Sex.Unknown, surname),
        };
        sex = relation switch { "子" => Sex.Male, "女" => Sex.Female, _ => sex };
        var born = today.AddYears(-age).AddDays(-random.Next(1, 364));
        var away = !home || random.NextDouble() < 0.06;
        var registeredHere = tenure == Tenure.Owner && random.NextDouble() < 0.8;
        var tags = Tags(age, sex, alone: size == 1 && age >= 65);
        return new()
        {
            Name = family + Given(age),
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
    }

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

    private string Given(int age) => Pick(age >= 50 ? OlderGiven : YoungerGiven);

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
