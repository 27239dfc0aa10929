using System.Globalization;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage.Deployments;

namespace Gantry.Console.Groups;

/// <summary>A deployment as it is typed.</summary>
internal sealed class DeploymentFields : TypedFields
{
    public string Model { get; set; } = "";
    public string Upstream { get; set; } = "";
    public string UpstreamModel { get; set; } = "";
    public string Priority { get; set; } = "0";
    public string Weight { get; set; } = "1";
    public IReadOnlyList<string> Speaks { get; set; } = [];

    public static DeploymentFields Of(DeploymentView view) => new()
    {
        Model = view.Model,
        Upstream = view.Upstream,
        UpstreamModel = view.UpstreamModel,
        Priority = view.Priority.ToString(CultureInfo.InvariantCulture),
        Weight = view.Weight.ToString(CultureInfo.InvariantCulture),
        Speaks = view.Speaks,
    };

    /// <summary>What is typed in the place of what is there; what has no field stays.</summary>
    /// <returns>Null where a field means nothing; <see cref="TypedFields.Errors"/> says which.</returns>
    public Func<T, T>? Read<T>(string notANumber)
        where T : DeploymentTerms
    {
        Forget();
        var priority = Number(Priority, "priority", notANumber);
        var weight = Number(Weight, "weight", notANumber);
        return !IsRight ? null : terms => terms with { Priority = (int)Math.Min(priority ?? 0, int.MaxValue), Weight = (int)Math.Min(weight ?? 1, int.MaxValue), Speaks = Speaks };
    }

    protected override string? Place(string path) => path.Split('[', '.')[0] switch
    {
        "model" or "upstream" or "upstream_model" or "priority" or "weight" or "speaks" => path.Split('[', '.')[0],
        _ => null,
    };
}
