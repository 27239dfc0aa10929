using Gantry.Console.Shell;
using Gantry.Contracts.Manage.Models;

namespace Gantry.Console.Models;

/// <summary>A model as it is typed.</summary>
internal sealed class ModelFields : TypedFields
{
    public string Id { get; set; } = "";
    public string DisplayName { get; set; } = "";
    public string Aliases { get; set; } = "";
    public string OwnedBy { get; set; } = "gantry";
    public string Kind { get; set; } = "chat";
    public string Context { get; set; } = "";
    public string Output { get; set; } = "";
    public bool Images { get; set; }
    public bool Reasoning { get; set; }

    public static ModelFields Of(ModelView view) => new()
    {
        Id = view.Id,
        DisplayName = view.DisplayName ?? "",
        Aliases = string.Join(", ", view.Aliases),
        OwnedBy = view.OwnedBy,
        Kind = view.Kind,
        Context = Text(view.ContextWindow),
        Output = Text(view.MaxOutputTokens),
        Images = view.SupportsImages,
        Reasoning = view.SupportsReasoning,
    };

    /// <summary>What is typed in the place of what is there; what has no field stays.</summary>
    /// <returns>Null where a field means nothing; <see cref="TypedFields.Errors"/> says which.</returns>
    public Func<T, T>? Read<T>(string notANumber)
        where T : ModelTerms
    {
        Forget();
        var context = Number(Context, "context_window", notANumber);
        var output = Number(Output, "max_output_tokens", notANumber);
        return !IsRight ? null : terms => terms with
        {
            DisplayName = Filled(DisplayName),
            Aliases = Split(Aliases),
            OwnedBy = Filled(OwnedBy) ?? "gantry",
            Kind = Kind,
            ContextWindow = context,
            MaxOutputTokens = output,
            SupportsImages = Images,
            SupportsReasoning = Reasoning,
        };
    }

    protected override string? Place(string path) => path.Split('[', '.')[0] switch
    {
        "id" or "display_name" or "aliases" or "owned_by" or "kind" or "context_window" or "max_output_tokens" => path.Split('[', '.')[0],
        _ => null,
    };
}
