using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Upstreams;

namespace Gantry.Console.Upstreams;

/// <summary>A model that may be offered, and what was typed for it.</summary>
internal sealed class OfferRow
{
    private OfferRow(UpstreamModel model, bool free)
    {
        (Listed, Model) = (model, model.Model);
        Free = free && model.Price is null;
    }

    public UpstreamModel Listed { get; }

    public string Name => Listed.Name;

    public bool Chosen { get; set; }

    /// <summary>The id that clients ask for.</summary>
    public string Model { get; set; }

    /// <summary>USD per million tokens, where no price is known.</summary>
    public string Input { get; set; } = "";

    public string Output { get; set; } = "";

    public bool Free { get; set; }

    /// <summary>A price has to be said: neither the catalogue nor the built-in list has one.</summary>
    public bool AsksForPrice => Listed.Price is null;

    /// <summary>It is chosen, and nothing is said of what it costs.</summary>
    public bool LacksPrice => Chosen && AsksForPrice && !Free && Input.Trim().Length == 0 && Output.Trim().Length == 0;

    /// <param name="model">As the upstream lists it.</param>
    /// <param name="free">Models of one's own machine cost nothing unless somebody says otherwise.</param>
    public static OfferRow Of(UpstreamModel model, bool free) => new(model, free);

    /// <summary>A model that the list does not tell.</summary>
    public static OfferRow Typed(string name, bool free) => new(new UpstreamModel { Name = name, Kind = "chat", Model = name, Exists = false, Groups = [] }, free) { Chosen = true };

    public OfferedModel Offer() => new()
    {
        Name = Name,
        Model = Model.Trim() is { Length: > 0 } id ? id : null,
        Price = !AsksForPrice ? null : Free ? new PriceTerms { Free = true } : new PriceTerms { Input = Said(Input), Output = Said(Output) },
    };

    private static string? Said(string price) => price.Trim() is { Length: > 0 } said ? said : null;
}
