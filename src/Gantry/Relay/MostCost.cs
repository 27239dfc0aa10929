using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Protocols.Hub;

namespace Gantry.Relay;

/// <summary>The client's own bound on the cost of a request: <c>X-Gantry-Max-Cost: 0.05</c>, in US dollars.</summary>
internal static class MostCost
{
    public const string Header = "X-Gantry-Max-Cost";

    /// <returns>The bound, null where there is none, or what is wrong with it.</returns>
    public static (Money? Limit, GatewayError? Error) Of(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(Header, out var values))
        {
            return default;
        }

        var problem = DecimalText.TryParse(values.ToString(), DecimalText.Nano, out var nanos);
        return problem is null
            ? (new Money(nanos), null)
            : (null, new GatewayError(ErrorKind.InvalidRequest, ErrorOrigin.Client, $"The header {Header} {problem}: it takes US dollars, such as 0.05.") { Param = Header });
    }
}
