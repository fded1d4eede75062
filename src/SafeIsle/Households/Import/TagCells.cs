using System.Text.RegularExpressions;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>Collects a row's care tags from words in a cell, from ticked columns and from the column of medicines.</summary>
internal sealed partial class TagCells(IReadOnlyDictionary<string, string> words)
{
    private const int LongestDetail = 100;
    private const int Timeout = 5_000;
    private static readonly string[] MedicineWords = ["慢性病用药", "慢性病", "慢病", "长期用药", "常用药"];

    // What may follow a tag's word without adding anything: 独居老人, 残疾人员.
    private static readonly string[] EmptyEndings = ["老人", "人员", "人", "者", "户", "家庭", "患者", "病人", "是", "有"];

    // Longest first: 独居老人 before 独居.
    private readonly string[] byLength = [.. words.Keys.OrderByDescending(static word => word.Length)];

    /// <summary>The row's tags, each code once, and the other words.</summary>
    internal (IReadOnlyList<TagInput> Tags, IReadOnlyList<string> Others) Read(RowCells cells)
    {
        var tags = new List<TagInput>();
        var rest = new List<string>();
        foreach (var column in cells.Header.Columns)
        {
            if (column.Column is not (RegisterColumn.Tags or RegisterColumn.TagTick or RegisterColumn.Medicine) || cells.Row[column.Index] is not { IsBlank: false, IsError: false } cell)
            {
                continue;
            }

            var text = RowCells.Text(cell);
            if (column.Column == RegisterColumn.TagTick && column.TagWord is { } word)
            {
                AddTick(tags, word, text);
            }
            else if (column.Column == RegisterColumn.Medicine)
            {
                AddMedicine(tags, rest, text);
            }
            else
            {
                AddWords(tags, rest, ChineseText.Halfwidth(text));
            }
        }

        return (tags, rest);
    }

    /// <summary>Takes 长期用药:二甲双胍 out of a note, for a committee that has no column for it.</summary>
    /// <returns>The rest of the note.</returns>
    internal string TakeMedicine(List<TagInput> tags, List<string> rest, string note)
    {
        var others = new List<string>();
        var found = false;
        foreach (var piece in Clauses().Split(ChineseText.Halfwidth(note)).Select(static p => p.Trim()).Where(static p => p.Length > 0))
        {
            var colon = piece.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && colon < piece.Length - 1 && ColumnWords.Match(ColumnWords.KeyOf(piece[..colon])) is (RegisterColumn.Medicine, ColumnWords.Exact))
            {
                AddMedicine(tags, rest, piece[(colon + 1)..].Trim());
                found = true;
            }
            else
            {
                others.Add(piece);
            }
        }

        return found ? string.Join(';', others) : note;
    }

    /// <summary>One word, for hints from elsewhere (无手机 in a cell of phones). False when it is no tag.</summary>
    internal bool TryAdd(List<TagInput> tags, string word) => words.TryGetValue(ChineseText.Key(word), out var code) && Add(tags, new TagInput(code, word, ""));

    private void AddTick(List<TagInput> tags, string word, string text)
    {
        var tick = FieldWords.Tick(text);
        if (tick != false && words.TryGetValue(ChineseText.Key(word), out var code))
        {
            Add(tags, new TagInput(code, word, tick == true || ChineseText.Key(text) == ChineseText.Key(word) ? "" : ChineseText.Cut(text, LongestDetail)));
        }
    }

    private void AddMedicine(List<TagInput> tags, List<string> rest, string text)
    {
        if (FieldWords.Tick(text) == false)
        {
            return;
        }

        var word = Array.Find(MedicineWords, words.ContainsKey);
        if (word is null)
        {
            rest.Add("用药:" + text);
        }
        else
        {
            Add(tags, new TagInput(words[word], word, FieldWords.Tick(text) == true ? "" : ChineseText.Cut(text, LongestDetail)));
        }
    }

    private void AddWords(List<TagInput> tags, List<string> rest, string text)
    {
        foreach (var written in Separators().Split(text))
        {
            var piece = written.Trim();
            var key = ChineseText.Key(piece);
            if (key.Length == 0 || FieldWords.IsNothing(piece) || key is "正常" or "健康" or "良好")
            {
                continue;
            }

            var word = Array.Find(byLength, candidate => key.StartsWith(candidate, StringComparison.Ordinal));
            if (word is null)
            {
                rest.Add(piece);
                continue;
            }

            var detail = key[word.Length..].Trim('(', ')', ':', '-', '[', ']');
            Add(tags, new TagInput(words[word], word, EmptyEndings.Contains(detail, StringComparer.Ordinal) ? "" : ChineseText.Cut(detail, LongestDetail)));
        }
    }

    // 慢病 in one column and the medicine in another are one tag with a detail.
    private static bool Add(List<TagInput> tags, TagInput tag)
    {
        var at = tags.FindIndex(t => t.Code == tag.Code);
        if (at < 0)
        {
            tags.Add(tag);
        }
        else if (tags[at].Detail.Length == 0)
        {
            tags[at] = tag.Detail.Length > 0 ? tag : tags[at];
        }
        else if (tag.Detail.Length > 0 && tag.Detail != tags[at].Detail)
        {
            tags[at] = tags[at] with { Detail = ChineseText.Cut(tags[at].Detail + "、" + tag.Detail, LongestDetail) };
        }

        return true;
    }

    [GeneratedRegex("[,;\u3002\n]+", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Clauses();

    [GeneratedRegex("[,;/\\s]+(?![^(]*\\))", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Separators();
}
