using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

/// <summary>Which APIs and versions are spoken. No features are named: clients then use the transactions of old, which are all here.</summary>
public sealed class ApiVersions : Api<ApiVersionsRequest, ApiVersionsResponse>
{
    private readonly Func<ApiTable> table;

    public ApiVersions(Func<ApiTable> table) : base(ApiKey.ApiVersions, 0, 4, 3) => this.table = table;

    public override bool BeforeAuthentication => true;

    /// <summary>A client that is ahead of us gets the oldest answer, which every client can read, with the versions to try next.</summary>
    public static ApiVersionsResponse Unsupported(Api self) =>
        new() { ErrorCode = ErrorCode.UnsupportedVersion, ApiKeys = [Entry(self)] };

    protected override ValueTask<ApiVersionsResponse> Answer(ApiVersionsRequest request, RequestContext context)
    {
        if (context.Version >= 3 && !(IsName(request.ClientSoftwareName) && IsName(request.ClientSoftwareVersion)))
            return new(new ApiVersionsResponse { ErrorCode = ErrorCode.InvalidRequest });
        return new(new ApiVersionsResponse { ApiKeys = [.. table().All.Select(Entry)] });
    }

    private static ApiVersionsResponse.ApiVersion Entry(Api api) => new() { ApiKey = (short)api.Key, MinVersion = api.Min, MaxVersion = api.Max };

    private static bool IsName(string text) =>
        text.Length > 0 && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');
}
