using SafeIsle.Platform.Ui;

namespace SafeIsle.Plans;

/// <summary>Between the plan's form and its travel check; rows as in <see cref="PlanForm"/>.</summary>
internal static class TravelPlanForm
{
    /// <summary>Empty rows offered below the filled ones.</summary>
    public const int SpareLevels = 1;

    /// <summary>The same of operators.</summary>
    public const int SpareOperators = 1;

    /// <summary>Null: the plan says nothing about travel.</summary>
    public static TravelPlan? Read(FormInput form)
    {
        if (!form.Ticked("travel"))
        {
            return null;
        }

        return new()
        {
            LookBackDays = form.RequiredNumber("travelDays", "行程要查的天数", 1, TravelPlan.MostDays),
            Levels = [.. Levels(form)],
            Undeclared = form.RequiredChoice<TravelFollow>("undeclared", "没申报的去处"),
            Unproven = form.RequiredChoice<TravelFollow>("unproven", "申报了但记录里没有的去处"),
            Asking = [.. Asking(form)],
        };
    }

    private static IEnumerable<OperatorQuery> Asking(FormInput form)
    {
        for (var i = 0; i < TravelPlan.MostOperators + SpareOperators && form.Has($"operator{i}"); i++)
        {
            var name = PlanForm.Words(form, $"operator{i}", "运营商", TravelPlan.MostOperatorName);
            if (name.Length > 0)
            {
                yield return new(
                    name, form.Required($"operatorTo{i}", $"“{name}”的号码", TravelPlan.MostOperatorNumber),
                    form.Required($"operatorText{i}", $"“{name}”的短信内容", TravelPlan.MostOperatorText));
            }
        }
    }

    private static IEnumerable<RiskLevel> Levels(FormInput form)
    {
        for (var i = 0; i < TravelPlan.MostLevels + SpareLevels && form.Has($"level{i}"); i++)
        {
            var name = PlanForm.Words(form, $"level{i}", "风险等级", TravelPlan.MostLevelName);
            if (name.Length > 0)
            {
                yield return new(
                    name, form.RequiredNumber($"levelWithin{i}", $"“{name}”的天数", 0, TravelPlan.MostDays),
                    form.RequiredChoice<TravelFollow>($"levelFollow{i}", $"“{name}”怎么管理"),
                    form.Number($"levelDays{i}", $"“{name}”的管理天数", 0, TravelPlan.MostDays) ?? 0);
            }
        }
    }
}
