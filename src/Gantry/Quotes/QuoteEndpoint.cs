using System.Collections.Immutable;
using System.Text.Json;
using Gantry.Access;
using Gantry.Billing.Wallets;
using Gantry.Catalog;
using Gantry.Owner;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Relay;
using Gantry.Snapshot;

namespace Gantry.Quotes;

/// <summary><c>POST /v1/quote</c>: takes the body of a request for an answer, in any client's protocol, and says what it would cost in every group of the key.</summary>
internal sealed class QuoteEndpoint(OwnerApi api, QuoteDesk desk, BodyBudget budget, TimeProvider time)
{
    /// <summary>Middleware: serves its path, hands on the others.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next) =>
        DeclaredEndpoints.Quote.Has(api.Path(http)) ? api.ServeAsync(http, DeclaredEndpoints.Quote, QuoteAsync) : next(http);

    private async Task<GatewayError?> QuoteAsync(HttpContext http, GatewaySnapshot snapshot, ApiKey key)
    {
        if (!AccessCheck.MayUse(key, Operation.Chat)) return Forbidden;
        var (body, refusal) = await RequestBody.ReadAsync(http.Request, DeclaredEndpoints.Quote.BodyLimit, budget, http.RequestAborted);
        if (body is null) return refusal;
        using (body)
        {
            return await QuoteAsync(http, snapshot, key, body.Bytes);
        }
    }

    private async Task<GatewayError?> QuoteAsync(HttpContext http, GatewaySnapshot snapshot, ApiKey key, ReadOnlyMemory<byte> body)
    {
        if (!RequestPeek.TryRead(body.Span, modelRequired: false, out var facts, out var rejection)) return Invalid(rejection.Message, rejection.Field);
        if (BodyProtocol.Of(http.Request.Headers, body) is not { } protocol)
            return Invalid($"The body is of no known shape. Send the body of a request for an answer, or say its protocol with {BodyProtocol.Header}: chat, responses, messages or gemini.", null);
        if ((facts.Model ?? http.Request.Query["model"].ToString()) is not { Length: > 0 } model) return Invalid("Name the model: as a member of the body, or as ?model=.", "model");
        model = model.StartsWith("models/", StringComparison.Ordinal) ? model["models/".Length..] : model;
        try
        {
            var (quotes, error) = await desk.QuoteAsync(snapshot, key, protocol, model, facts.Stream ?? false, body, facts, http.RequestAborted);
            if (error is not null) return error;
            await OwnerApi.WriteAsync(http, json => Write(json, protocol, quotes));
            return null;
        }
        catch (ProtocolException unsayable)
        {
            return Invalid(unsayable.Message, unsayable.Path.Length > 0 ? unsayable.Path : null);
        }
    }

    private void Write(Utf8JsonWriter json, Protocol protocol, ImmutableArray<Quote> quotes)
    {
        json.WriteString("object", "quote");
        json.WriteString("protocol", EnumWords.Of(protocol));
        json.WriteString("currency", "USD");
        json.WriteStartArray("groups");
        foreach (var quote in quotes)
        {
            json.WriteStartObject();
            json.WriteString("group", quote.Group.Name);
            json.WriteString("model", quote.Model.Id);
            json.WriteString("price_version", quote.Price.Version.Id);
            json.WriteBoolean("free", quote.Price.IsFree);
            json.WriteString("multiplier", DecimalText.Format(quote.Price.MultiplierPpm, DecimalText.Ppm, 1));
            json.WriteNumber("prompt_tokens", quote.PromptTokens);
            json.WriteNumber("likely_output_tokens", quote.LikelyOutput);
            json.WriteNumber("worst_output_tokens", quote.WorstOutput);
            RequestView.Money(json, "likely", quote.Likely.Nanos);
            RequestView.Money(json, "worst", quote.Worst.Nanos);
            RequestView.Money(json, "hold", quote.Hold.Nanos);
            json.WriteBoolean("admitted", quote.Refusal is null);
            if (quote.Refusal is { } refusal) Write(json, refusal);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Write(Utf8JsonWriter json, HoldRefusal refusal)
    {
        var error = ChargeErrors.Refused(refusal, time.GetUtcNow());
        json.WriteStartObject("refusal");
        json.WriteString("code", error.Code);
        json.WriteString("message", error.Message);
        if (refusal is { IsDiscreet: false, Available: { } available }) RequestView.Money(json, "available", available.Nanos);
        if (refusal.Plan is { } plan)
        {
            json.WriteString("plan", plan.Terms.Name);
            json.WriteString("resets_at", plan.ResetsAt);
        }

        if (refusal.Cap is { } cap)
        {
            json.WriteString("cap_of", EnumWords.Of(cap.Cap.Scope));
            json.WriteString("window", EnumWords.Of(cap.Cap.Window));
            RequestView.Money(json, "limit", cap.Cap.Limit.Nanos);
            RequestView.Money(json, "spent", cap.Spent.Nanos);
            RequestView.Money(json, "held", cap.Held.Nanos);
            if (cap.ResetsAt is { } end) json.WriteString("resets_at", end);
            else json.WriteNull("resets_at");
        }

        json.WriteEndObject();
    }

    private static GatewayError Invalid(string message, string? param) => new(ErrorKind.InvalidRequest, ErrorOrigin.Client, message) { Param = param };

    private static readonly GatewayError Forbidden =
        new(ErrorKind.Forbidden, ErrorOrigin.Client, "This API key may not use this endpoint.") { Code = "operation_not_allowed" };
}
