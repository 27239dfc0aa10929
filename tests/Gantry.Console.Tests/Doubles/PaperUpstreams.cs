using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Upstreams;

namespace Gantry.Console.Tests.Doubles;

/// <summary>A gateway that has one upstream, of which nothing else is known.</summary>
internal sealed class PaperUpstreams : IUpstreamAdmin
{
    private static readonly UpstreamView One = new()
    {
        Name = "paper", Provider = "simulator", BaseUrl = "http://127.0.0.1:9", Address = "http://127.0.0.1:9", Spoken = [], Credentials = [], ManagedBy = "file",
    };

    public Task<Page<UpstreamView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation) => Task.FromResult(new Page<UpstreamView>([One], null));

    public Task<Versioned<UpstreamView>> GetAsync(IActor who, string name, CancellationToken cancellation) => throw Missing;

    public Task<Versioned<UpstreamView>> CreateAsync(IActor who, UpstreamDraft draft, CancellationToken cancellation) => throw Missing;

    public Task<Versioned<UpstreamView>> EditAsync(IActor who, string name, Func<UpstreamTerms, UpstreamTerms> change, string? tag, CancellationToken cancellation) => throw Missing;

    public Task DeleteAsync(IActor who, string name, string? tag, CancellationToken cancellation) => throw Missing;

    public Task<Versioned<UpstreamView>> AddCredentialAsync(IActor who, string name, CredentialDraft draft, CancellationToken cancellation) => throw Missing;

    public Task<Versioned<UpstreamView>> EditCredentialAsync(IActor who, string name, Guid id, Func<CredentialTerms, CredentialTerms> change, string? tag, CancellationToken cancellation) => throw Missing;

    public Task RemoveCredentialAsync(IActor who, string name, Guid id, CancellationToken cancellation) => throw Missing;

    public Task<ProbeReport> ProbeAsync(IActor who, string name, UpstreamProbe probe, CancellationToken cancellation) => throw Missing;

    public Task<UpstreamModels> ModelsAsync(IActor who, string name, UpstreamModelsQuery query, CancellationToken cancellation) => throw Missing;

    public Task<UpstreamOffered> OfferAsync(IActor who, string name, UpstreamOffer offer, CancellationToken cancellation) => throw Missing;

    private static RefusedException Missing => RefusedException.Missing("upstream");
}
