using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>Documents, telephones, sex and birth of a row: what numbers say, and what contradicts them.</summary>
internal sealed class NumberCells(RowCells cells, RegisterOptions options, TagCells tagCells)
{
    private RowRemarks remarks = new();
    private string phoneAbove = "";

    /// <summary>Where remarks on the next row go.</summary>
    internal void Begin(RowRemarks next) => remarks = next;

    /// <summary>The document in a column, or the masked form that stood there.</summary>
    internal IdentityDocument? Document(RegisterColumn column, DocumentKind? kind, out string? masked)
    {
        masked = null;
        var text = cells.Text(column);
        if (text.Length == 0 || FieldWords.IsNothing(text))
        {
            return null;
        }

        if (IdentityDocument.IsMasked(text))
        {
            masked = ChineseText.Key(text);
            return null;
        }

        var read = IdentityDocument.Read(text, kind, options.Today, cells.Cell(column).IsNumber);
        if (!read.Refused)
        {
            return read.Value;
        }

        WrongNumber(read.Refusal!);
        return null;
    }

    /// <summary>All telephone numbers of one or two columns; 无手机 in place of a number may be a tag.</summary>
    internal (IReadOnlyList<PhoneNumber> Numbers, IReadOnlyList<string> Masked) Phones(List<TagInput> tags, RegisterColumn first, RegisterColumn second)
    {
        var numbers = new List<PhoneNumber>();
        var masked = new List<string>();
        foreach (var column in (ReadOnlySpan<RegisterColumn>)[first, second])
        {
            var text = column == RegisterColumn.None ? "" : cells.Text(column);
            if (FieldWords.IsDitto(text))
            {
                text = phoneAbove;
            }
            else if (column == RegisterColumn.Phone)
            {
                phoneAbove = text;
            }

            var cell = PhoneNumber.ReadAll(text);
            numbers.AddRange(cell.Numbers.Where(number => !numbers.Contains(number)));
            masked.AddRange(cell.Masked);
            cell.Problems.ToList().ForEach(WrongNumber);
            if (cell.Words.Length > 0)
            {
                remarks.Notes.Add("电话备注:" + cell.Words);
            }

            if (cell.SaysNone && column == RegisterColumn.Phone && text is not ("无" or "没有" or "暂无"))
            {
                tagCells.TryAdd(tags, text);
            }
        }

        return (numbers, masked);
    }

    /// <summary>The document knows best.</summary>
    internal Sex SexOf(IdentityDocument? document)
    {
        var text = cells.Text(RegisterColumn.Sex);
        var stated = FieldWords.SexOf(text);
        if (stated is null && text.Length > 0 && !FieldWords.IsNothing(text))
        {
            remarks.Warnings.Add($"看不懂性别“{ChineseText.Cut(text, 10)}”，此项留空。");
        }

        if (document is { Sex: not Sex.Unknown } && stated is not null && stated != document.Sex)
        {
            remarks.Warnings.Add("性别与身份证号不一致，已按身份证号。");
        }

        return document is { Sex: not Sex.Unknown } ? document.Sex : stated ?? Sex.Unknown;
    }

    /// <summary>The document knows best; an age is only compared.</summary>
    internal DateOnly? BirthOf(IdentityDocument? document)
    {
        var (date, age, problem) = BirthCell.Read(cells.Text(RegisterColumn.BirthDate), options.Today);
        if (problem is not null && document?.BirthDate is null)
        {
            WrongNumber(problem);
        }

        if (date is not null && document?.BirthDate is { } certain && certain != date)
        {
            remarks.Warnings.Add("出生日期与身份证号不一致，已按身份证号。");
        }

        var birth = document?.BirthDate ?? date;
        var listed = BirthCell.Read(cells.Text(RegisterColumn.Age), options.Today).Age ?? age;
        if (birth is { } known && listed is { } years && BirthCell.CheckAge(years, known, options.Today) is { } odd)
        {
            remarks.Warnings.Add(odd);
        }

        return birth;
    }

    private void WrongNumber(string sentence)
    {
        if (options.KeepRowsWithBadNumbers)
        {
            remarks.Warnings.Add(sentence + "此项暂不录入。");
        }
        else
        {
            remarks.Problems.Add(sentence);
        }
    }
}
