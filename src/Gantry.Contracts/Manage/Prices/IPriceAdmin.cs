namespace Gantry.Contracts.Manage.Prices;

/// <summary>The list prices of all models, for those who set them; one model's own are edited by <see cref="Models.IModelAdmin"/>.</summary>
public interface IPriceAdmin
{
    /// <summary>Models without a price first, then by id.</summary>
    Task<Page<ListPriceView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation);

    /// <summary>What a published list would change. Writes nothing.</summary>
    /// <returns>Its tag stands for the list, its beginning and the models as they are now: what is applied with it is what was shown.</returns>
    /// <exception cref="RefusedException">No list of a known format, or a beginning that has passed.</exception>
    Task<Versioned<PriceImportView>> PreviewAsync(IActor who, PriceImportDraft draft, CancellationToken cancellation);

    /// <summary>Writes the prices of <see cref="PriceImportDraft.Models"/> in one edit, all or none.</summary>
    /// <param name="who">Who does it.</param>
    /// <param name="draft">The list and what is taken of it; where no model is named, nothing is written.</param>
    /// <param name="tag">Of the preview; null for whatever the models are by now.</param>
    /// <param name="cancellation">Stops before the write, not after it.</param>
    /// <exception cref="RefusedException">As for the preview; a model that the list would not change; or the models are not those of the preview any more.</exception>
    Task<Versioned<PriceImportView>> ImportAsync(IActor who, PriceImportDraft draft, string? tag, CancellationToken cancellation);
}
