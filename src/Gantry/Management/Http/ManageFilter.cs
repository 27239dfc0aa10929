namespace Gantry.Management.Http;

/// <summary>A name that the query of a list may have.</summary>
/// <param name="Name">In snake case.</param>
/// <param name="Description">One line.</param>
/// <param name="Type">In the words of JSON Schema.</param>
internal sealed record ManageFilter(string Name, string Description, string Type = "string")
{
    public const string SearchName = "search";
    public const string AfterName = "after";

    /// <summary>Those of every list.</summary>
    public static IReadOnlyList<ManageFilter> OfPages { get; } =
    [
        new("limit", "How many at most: 1 to 200, else 50.", "integer"),
        new(AfterName, "The `next` of the page before."),
    ];

    public static ManageFilter Search(string what) => new(SearchName, $"Only where {what} begins so; at most 64 characters.");
}
